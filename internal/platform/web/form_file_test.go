package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// photo is a form with a name and a file.
func photo(t *testing.T, fileName string, content []byte) *http.Request {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	if err := parts.WriteField("name", " Karim Benali "); err != nil {
		t.Fatal(err)
	}
	part, err := parts.CreateFormFile("photo", fileName)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/profil", &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return r
}

func profile(x *Exchange, _ string) error {
	form, err := x.Form(8 << 20)
	if err != nil {
		return err
	}
	upload := form.File("photo", 5_000_000)
	if problems := form.Problems(); problems != nil {
		return problems
	}
	if upload == nil {
		return x.JSON(form.Line("name", 100) + " without a photo")
	}
	file, err := upload.Open(x.Context())
	if err != nil {
		return err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil || int64(len(content)) != upload.Size {
		return err
	}
	return x.JSON(form.Line("name", 100) + " " + upload.Name)
}

func TestAFileComesWithAForm(t *testing.T) {
	for _, test := range []struct {
		story, name string
		content     []byte
		status      int
		text        string
	}{
		{"a photo", "moi.png", []byte("png"), 200, "Karim Benali moi.png"},
		{"none chosen", "", nil, 200, "Karim Benali without a photo"},
		{"an empty file", "moi.png", nil, 422, "Ce fichier est vide."},
		{"too heavy", "moi.png", make([]byte, 5_000_001), 422, "Ce fichier dépasse 5 Mo."},
		{"heavier than the form may be", "moi.png", make([]byte, 9<<20), 413, "Envoi trop volumineux"},
	} {
		t.Run(test.story, func(t *testing.T) {
			s := newSite(t)
			Handle(s.Router, "POST /profil", member, profile)
			w := s.send(photo(t, test.name, test.content), as("karim"))
			wantStatus(t, w, test.status)
			wantIn(t, w.Body.String(), test.text)
		})
	}
}

func TestALargeFileLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	s := newSite(t)
	Handle(s.Router, "POST /profil", member, func(x *Exchange, name string) error {
		if err := profile(x, name); err != nil {
			return err
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
			t.Errorf("the file is not on disk while it is read: %v %v", left, err)
		}
		return nil
	})
	wantStatus(t, s.send(photo(t, "moi.png", make([]byte, 4_900_000)), as("karim")), http.StatusOK)
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// A form with files may weigh sixty megabytes, which wait on disk. Words are in memory: whoever types as many as that, in
// either way of sending them, is told so before anybody reads them.
func TestOnlyFilesMakeAFormHeavy(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /messages", member, func(x *Exchange, _ string) error {
		form, err := x.Form(60_000_000)
		if err != nil {
			return err
		}
		return x.JSON(len(form.Value("body")) + len(form.Files("files", 20_000_000, 10)))
	})
	send := func(words, bytesOfFile int) *httptest.ResponseRecorder {
		var body bytes.Buffer
		parts := multipart.NewWriter(&body)
		if err := parts.WriteField("body", strings.Repeat("a", words)); err != nil {
			t.Fatal(err)
		}
		part, err := parts.CreateFormFile("files", "rapport.pdf")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(make([]byte, bytesOfFile)); err != nil {
			t.Fatal(err)
		}
		if err := parts.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("POST", "/messages", &body)
		r.Header.Set("Content-Type", parts.FormDataContentType())
		return s.send(r, as("karim"))
	}
	wantIn(t, send(1000, 8<<20).Body.String(), "1001")
	wantStatus(t, send(mostTyped+1, 10), http.StatusRequestEntityTooLarge)
	wantStatus(t, s.postRaw("/messages", "body="+strings.Repeat("a", mostTyped), as("karim")), http.StatusRequestEntityTooLarge)
	wantStatus(t, s.postRaw("/messages", "body="+strings.Repeat("a", mostTyped-10), as("karim")), http.StatusOK)
}

func TestTheNameOfAFileIsItsLastPart(t *testing.T) {
	for raw, want := range map[string]string{
		"moi.png": "moi.png", `C:\Users\karim\moi.png`: "moi.png", "../../etc/passwd": "passwd", "..": "", "/": "",
		"a\nb.png": "a b.png", "re\u0301sume\u0301.odt": "résumé.odt", "": "",
		strings.Repeat("é", 300) + ".pdf": strings.Repeat("é", 196) + ".pdf",
	} {
		if got, err := FileName("photo", raw); got != want || err != nil {
			t.Errorf("%q: %q, want %q, %v", raw, got, want, err)
		}
	}
}

// TestANameThatHoldsNULIsRefused sends one as a browser would, which no header may hold, and in the way that holds any letter.
func TestANameThatHoldsNULIsRefused(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /profil", member, profile)
	for disposition, want := range map[string]struct {
		status int
		text   string
	}{
		"filename=\"moi.png\x00.html\"":             {400, "Envoi illisible"},
		"filename*=utf-8''moi.png%00.html":          {422, "Le nom de ce fichier contient un caractère invisible"},
		"filename*=utf-8''%C3%A9t%C3%A9.png":        {200, "été.png"},
		"filename=\"a\"; filename*=utf-8''b%00.png": {422, "Le nom de ce fichier contient un caractère invisible"},
	} {
		body := "--x\r\nContent-Disposition: form-data; name=\"photo\"; " + disposition + "\r\n\r\npng\r\n--x--\r\n"
		r := httptest.NewRequest("POST", "/profil", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		w := s.send(r, as("karim"))
		wantStatus(t, w, want.status)
		wantIn(t, w.Body.String(), want.text)
	}
}
