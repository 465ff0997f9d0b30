package api

import "net/http"

// policy allows what the client needs and nothing else: scripts, styles and connections of this
// origin, WebAssembly, and the two Trusted Types policies of the bundle (the worker's address and
// the framework's own templates).
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
	"style-src 'self'; connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
	"trusted-types proofhouse-worker svelte-trusted-html"

// permissions switches off what the client never asks for. Passkeys and the camera that reads labels
// are for this origin alone.
const permissions = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), " +
	"display-capture=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), " +
	"identity-credentials-get=(), microphone=(), midi=(), payment=(), " +
	"publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=()"

// headers go with every answer, also with a refusal.
func (s *Server) headers(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Permissions-Policy", permissions)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}
