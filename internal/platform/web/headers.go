package web

import (
	"net/http"
	"strings"
)

// policy lets a page load what comes from this site and nothing else. There is no inline script or style, and text
// cannot become markup in a script, but for what is pasted into the editor: ProseMirror reads it into a document that is not
// shown, where nothing is loaded or run, and takes what the editor's schema knows.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; " +
	"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; " +
	"require-trusted-types-for 'script'; trusted-types ProseMirrorClipboard"

// sandbox is the policy of what members uploaded: should a browser show it in spite of all, it can do nothing.
const sandbox = "sandbox; default-src 'none'"

// permissions closes every power of the browser that no page uses. Only names that browsers know: they complain of the
// others in the console.
const permissions = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), " +
	"gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), " +
	"screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"

// header is ready to be put in a response without an allocation.
type header struct {
	name   string
	values []string
}

func headersFor(baseURL string) []header {
	headers := []header{
		{"Content-Security-Policy", []string{policy}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
		{"Permissions-Policy", []string{permissions}},
		// Not no-referrer: forms would then say « Origin: null », and older browsers could not write at all.
		{"Referrer-Policy", []string{"same-origin"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"X-Frame-Options", []string{"DENY"}},
	}
	if strings.HasPrefix(baseURL, "https://") {
		headers = append(headers, header{"Strict-Transport-Security", []string{"max-age=31536000"}})
	}
	return headers
}

func (rt *Router) closeToOthers(h http.Header) {
	for _, each := range rt.headers {
		h[each.name] = each.values
	}
}

var (
	noStore        = []string{"private, no-store"}
	varyEncoding   = []string{"Accept-Encoding"}
	encodingGzip   = []string{"gzip"}
	encodingBrotli = []string{"br"}
)
