package tokens_test

import (
	"bytes"
	"regexp"
	"testing"

	"osmose/internal/platform/tokens"
)

func TestSecretFitsInAnAddressAndIsFoundByItsHash(t *testing.T) {
	secret, hash := tokens.New()
	if len(secret) != tokens.Length || !regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(secret) {
		t.Errorf("secret %q", secret)
	}
	if len(hash) != 32 || !bytes.Equal(hash, tokens.Hash(secret)) {
		t.Errorf("hash %x", hash)
	}
	if bytes.Contains([]byte(secret), hash) {
		t.Error("the hash is in the secret")
	}
}

func TestNoTwoSecretsAreTheSame(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		secret, _ := tokens.New()
		seen[secret] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d of 1000 differ", len(seen))
	}
}

func TestOneCharacterMakesAnotherHash(t *testing.T) {
	secret, hash := tokens.New()
	for _, wrong := range []string{"", secret[1:], secret + "A", " " + secret} {
		if bytes.Equal(tokens.Hash(wrong), hash) {
			t.Errorf("%q has the hash of %q", wrong, secret)
		}
	}
}
