package app

import (
	"context"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics returns the registry of this installation, with what the rooms do not measure by themselves: the program, and
// the age of the oldest waiting job.
func (a *App) metrics() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "osmose_jobs_oldest_seconds", Help: "Age of the oldest job that is due and not done.",
		}, a.queueAge),
	)
	if a.antivirus != nil {
		registry.MustRegister(a.antivirus.Verdicts())
	}
	return registry
}

// queueAge is NaN when the database does not answer: an age of nothing would say that all is well.
func (a *App) queueAge() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	age, err := a.Queue.Lag(ctx)
	if err != nil {
		return math.NaN()
	}
	return age.Seconds()
}
