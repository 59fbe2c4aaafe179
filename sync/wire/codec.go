package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/klauspost/compress/zstd"

	"motcua"
)

const (
	typeJSON = "application/json"
	codeZstd = "zstd"
	// packFrom is the size from which packing pays: about one packet.
	packFrom = 1400
)

// Marshal writes v as JSON. Unlike json.Marshal it leaves raw bodies of events
// as they are, because their bytes are signed.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "body", Cause: err}
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}

// Pack writes v as it travels and sets the headers that say how. It packs with
// zstd only where the reader can read that and it pays.
func Pack(v any, h http.Header, zstdOK bool) ([]byte, error) {
	b, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	h.Set("Content-Type", typeJSON)
	if !zstdOK || len(b) < packFrom {
		return b, nil
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	defer w.Close()
	h.Set("Content-Encoding", codeZstd)
	return w.EncodeAll(b, nil), nil
}

// Unpack reads a body that Pack wrote into v. Anything that is not exactly one
// JSON value of the declared type is CodeBadAnswer, anything that unpacks to
// more than MaxUnpacked bytes CodeTooLarge.
func Unpack(body []byte, h http.Header, v any) error {
	bad := func(field string, cause error) error {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: field, Cause: cause}
	}
	t, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || t != typeJSON {
		return bad("content-type", err)
	}
	if c := params["charset"]; c != "" && c != "utf-8" && c != "UTF-8" {
		return bad("content-type", nil)
	}
	switch h.Get("Content-Encoding") {
	case "":
	case codeZstd:
		if body, err = Inflate(body, MaxUnpacked); err != nil {
			return err
		}
	default:
		return bad("content-encoding", nil)
	}
	return Unmarshal(body, v)
}

// Unmarshal reads exactly one JSON value into v.
func Unmarshal(body []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	if err := dec.Decode(v); err != nil {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "body", Cause: err}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "body", Detail: "more than one value"}
	}
	return nil
}

// Inflate unpacks zstd. More than limit bytes is CodeTooLarge, however small
// the packed form is.
func Inflate(packed []byte, limit int64) ([]byte, error) {
	r, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(limit)))
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	defer r.Close()
	out, err := ReadAll(r, limit)
	if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "body", Cause: err}
	}
	var own *motcua.Error
	if err != nil && !errors.As(err, &own) {
		return nil, &motcua.Error{Code: motcua.CodeBadAnswer, Field: "body", Cause: err}
	}
	return out, err
}

// ReadAll reads all of r, and gives CodeTooLarge where that is more than limit
// bytes.
func ReadAll(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "body"}
	}
	return b, nil
}
