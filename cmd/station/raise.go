package station

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"motcua"
	"motcua/store/filedir"
)

// raiseFile lies in the data folder while a counter window is open: where a
// second start knocks. Its word keeps other users of the machine from it.
const raiseFile = "counter.knock"

// knocking bounds one knock.
const knocking = 2 * time.Second

type knock struct {
	Port int    `json:"port"`
	Word string `json:"word"`
}

// AnswerKnocks calls raise, from any goroutine, whenever a second start asks
// for the window of this folder, until stop.
func AnswerKnocks(dir string, raise func()) (stop func() error, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "window", Cause: err}
	}
	word := make([]byte, 16)
	_, err = rand.Read(word)
	k := knock{l.Addr().(*net.TCPAddr).Port, hex.EncodeToString(word)}
	data, merr := json.Marshal(k)
	path := filepath.Join(dir, raiseFile)
	for _, e := range []error{err, merr, os.WriteFile(path, data, 0o600)} {
		if e != nil {
			_ = l.Close() // nobody knows of it
			return nil, filedir.Named(e)
		}
	}
	var served sync.WaitGroup
	served.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed
			}
			if answered(c, k.Word) {
				raise()
			}
		}
	})
	return func() error {
		err := l.Close()
		served.Wait()
		if rerr := os.Remove(path); err == nil {
			err = rerr
		}
		return filedir.Named(err)
	}, nil
}

// answered reports whether a knock came with the word.
func answered(c net.Conn, word string) bool {
	defer c.Close()
	if c.SetDeadline(time.Now().Add(knocking)) != nil {
		return false
	}
	got := make([]byte, len(word))
	if _, err := io.ReadFull(c, got); err != nil || subtle.ConstantTimeCompare(got, []byte(word)) != 1 {
		return false
	}
	_, err := io.WriteString(c, "!")
	return err == nil
}

// Knock asks the open window of a folder to come to the front. CodeUnreachable
// means that there is none that answers.
func Knock(dir string) error {
	no := func(err error) error {
		return &motcua.Error{Code: motcua.CodeUnreachable, Field: "window", Cause: err}
	}
	data, err := os.ReadFile(filepath.Join(dir, raiseFile))
	if err != nil {
		return no(err)
	}
	var k knock
	if err := json.Unmarshal(data, &k); err != nil {
		return no(err)
	}
	c, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(k.Port)), knocking)
	if err != nil {
		return no(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(knocking)); err != nil {
		return no(err)
	}
	if _, err := io.WriteString(c, k.Word); err != nil {
		return no(err)
	}
	if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
		return no(err)
	}
	return nil
}
