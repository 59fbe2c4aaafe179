package worker

import (
	"encoding/binary"
	"encoding/json"
	"io"

	"motcua"
)

// A frame is: length of the head (4 bytes, big endian), length of the body (4
// bytes), the head as JSON, the body as bytes. Requests and answers are one
// frame each.

// The bounds of a frame. A body is a PDF one way and pixels the other.
const (
	maxHead = 64 << 10
	maxBody = 256 << 20
)

// request is the head of a frame to the worker; its body is the
// PDF, or any file to be judged.
type request struct {
	Op     string `json:"op"` // opPages, opRender or opInspect
	Page   int    `json:"page,omitempty"`
	Width  int    `json:"width,omitempty"`
	Memory int64  `json:"memory"` // bytes beyond what an idle worker uses
	CPU    int    `json:"cpu"`    // seconds for this job
}

// The jobs of a worker.
const (
	opPages   = "pages"
	opRender  = "render"
	opInspect = "inspect"
)

// answer is the head of a frame from the worker; its body is RGBA pixels, four
// bytes each, rows from the top without padding.
type answer struct {
	Code   motcua.ErrorCode `json:"code,omitempty"` // empty where the job was done
	Field  string           `json:"field,omitempty"`
	Detail string           `json:"detail,omitempty"`
	Pages  int              `json:"pages,omitempty"`
	Width  int              `json:"width,omitempty"`
	Height int              `json:"height,omitempty"`
	File   *motcua.FileRef  `json:"file,omitempty"`
}

func corrupt(detail string, cause error) error {
	return &motcua.Error{Code: motcua.CodeCorrupt, Detail: detail, Cause: cause}
}

// writeFrame writes one frame.
func writeFrame(w io.Writer, head any, body []byte) error {
	h, err := json.Marshal(head)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Detail: "frame head", Cause: err}
	}
	if len(h) > maxHead || len(body) > maxBody {
		return &motcua.Error{Code: motcua.CodeTooLarge, Detail: "frame"}
	}
	lengths := binary.BigEndian.AppendUint32(nil, uint32(len(h)))
	lengths = binary.BigEndian.AppendUint32(lengths, uint32(len(body)))
	for _, part := range [][]byte{lengths, h, body} {
		if _, err := w.Write(part); err != nil {
			return &motcua.Error{Code: motcua.CodeIO, Detail: "frame", Cause: err}
		}
	}
	return nil
}

// readFrame reads one frame, its head into head. io.EOF, unwrapped, means that
// the other side ended between frames.
func readFrame(r io.Reader, head any) ([]byte, error) {
	var lengths [8]byte
	if _, err := io.ReadFull(r, lengths[:]); err == io.EOF {
		return nil, io.EOF
	} else if err != nil {
		return nil, corrupt("frame cut off", err)
	}
	nh, nb := binary.BigEndian.Uint32(lengths[:4]), binary.BigEndian.Uint32(lengths[4:])
	if nh > maxHead || nb > maxBody {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Detail: "frame"}
	}
	h, err := readExactly(r, int(nh))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(h, head); err != nil {
		return nil, corrupt("frame head", err)
	}
	return readExactly(r, int(nb))
}

// proof is how much of a long body must have arrived before memory is taken for
// all of it.
const proof = 1 << 20

func readExactly(r io.Reader, n int) ([]byte, error) {
	b := make([]byte, min(n, proof))
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, corrupt("frame cut off", err)
	}
	if n <= proof {
		return b, nil
	}
	b = append(make([]byte, 0, n), b...)[:n]
	if _, err := io.ReadFull(r, b[proof:]); err != nil {
		return nil, corrupt("frame cut off", err)
	}
	return b, nil
}
