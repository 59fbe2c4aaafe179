package seal

import (
	"encoding/base64"
	"errors"
	"time"

	"github.com/zalando/go-keyring"

	"motcua"
)

// Keystore keeps small secrets under names. Every error is CodeDenied with
// field "keystore".
type Keystore interface {
	Get(name string) ([]byte, error)
	Set(name string, secret []byte) error
	Delete(name string) error // what is not there is no error
}

// OS returns the keystore of the operating system: Windows' credential
// manager, or the secret service of a Linux session. No call takes longer
// than two seconds: a session without a keystore must not hang a counter.
func OS() Keystore { return Bounded(system{}, 2*time.Second) }

// service is the name that the entries go under.
const service = "motcua"

// system speaks text, as the keystores do.
type system struct{}

func (system) Get(name string) ([]byte, error) {
	text, err := keyring.Get(service, name)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(text)
}

func (system) Set(name string, secret []byte) error {
	return keyring.Set(service, name, base64.StdEncoding.EncodeToString(secret))
}

func (system) Delete(name string) error {
	if err := keyring.Delete(service, name); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return err
	}
	return nil
}

// Bounded returns k with a limit to the time that each call may take.
func Bounded(k Keystore, limit time.Duration) Keystore { return bounded{k, limit} }

type bounded struct {
	Keystore
	limit time.Duration
}

func (b bounded) Get(name string) ([]byte, error) {
	var out []byte
	err := b.within(func() (func(), error) {
		got, err := b.Keystore.Get(name)
		return func() { out = got }, err
	})
	return out, err
}

func (b bounded) Set(name string, secret []byte) error {
	return b.within(func() (func(), error) { return nil, b.Keystore.Set(name, secret) })
}

func (b bounded) Delete(name string) error {
	return b.within(func() (func(), error) { return nil, b.Keystore.Delete(name) })
}

// within waits for call no longer than the limit. A call that hangs cannot be
// broken off: its goroutine is left behind, with nobody listening.
func (b bounded) within(call func() (func(), error)) error {
	type answer struct {
		take func()
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		take, err := call()
		done <- answer{take, err}
	}()
	timer := time.NewTimer(b.limit)
	defer timer.Stop()
	select {
	case a := <-done:
		if a.err != nil {
			return &motcua.Error{Code: motcua.CodeDenied, Field: "keystore", Cause: a.err}
		}
		if a.take != nil {
			a.take()
		}
		return nil
	case <-timer.C:
		return &motcua.Error{Code: motcua.CodeDenied, Field: "keystore", Detail: "no answer"}
	}
}
