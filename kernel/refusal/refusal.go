// Package refusal words why the kernel refuses something: an operation, or an error that callers
// branch on, and the fact about it. It stands in for package fmt, which with the reflection behind it
// would be a twentieth of what a phone has to load.
package refusal

// refusal is a text and the errors it was made of.
type refusal struct {
	text string
	of   []error
}

func (r *refusal) Error() string   { return r.text }
func (r *refusal) Unwrap() []error { return r.of }

// In puts the operation, or the part that was looked at, before the error: "operation: error".
// errors.Is and errors.As see the error.
func In(operation string, err error) error {
	return &refusal{text: operation + ": " + err.Error(), of: []error{err}}
}

// Of puts the fact behind an error that callers branch on: "error: fact". errors.Is and errors.As see
// the error.
func Of(err error, fact string) error {
	return &refusal{text: err.Error() + ": " + fact, of: []error{err}}
}

// Both puts the cause behind an error that callers branch on: "error: cause". errors.Is and errors.As
// see both.
func Both(err, cause error) error {
	return &refusal{text: err.Error() + ": " + cause.Error(), of: []error{err, cause}}
}
