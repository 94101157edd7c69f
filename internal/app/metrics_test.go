package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"osmose/internal/app"
	"osmose/internal/testkit"
)

func TestTheAgeOfTheQueueIsMeasuredForWhoHoldsTheToken(t *testing.T) {
	t.Parallel()
	w := testkit.BootWith(t, func(o *app.Options) { o.MetricsToken = "jeton-de-mesure" })
	ask := func(token string) *testkit.Answer {
		r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+"/metrics", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		return w.Anonymous().Do(r)
	}
	got := ask("jeton-de-mesure").Is(200)
	if !strings.Contains(got.Body, "osmose_jobs_oldest_seconds 0") {
		t.Error("the age of the queue is not measured")
	}
	ask("autre").LeadsTo("/connexion")
}
