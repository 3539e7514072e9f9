package pkg_test

// Hostile packages held against everything that is made of a package: the whole
// catalogue of rules, and the reports.

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/rules"
)

// checkPackage runs all rules over a package and writes every report. said is
// whether a finding is about the container, or the package is refused as none.
func checkPackage(tb testing.TB, data []byte) (said bool) {
	tb.Helper()
	archive, err := pkg.OpenBytes(data, pkg.Limits{})
	var format *pkg.FormatError
	if errors.As(err, &format) {
		return true
	}
	if err != nil {
		tb.Fatal(err)
	}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: archive, Dir: "x.difypkg!", Packaged: true}}, lint.Options{Rules: rules.All(), Jobs: 1})
	if err != nil {
		tb.Fatal(err)
	}
	for _, st := range res.Plugins[0].Statuses {
		if st.State == lint.Failed {
			tb.Errorf("%s: %s", st.Rule.ID, st.Why)
		}
	}
	for _, f := range res.Findings() {
		said = said || f.Rule.Family() == "archive"
		if strings.Contains(f.Path, "..") && !strings.Contains(f.Path, "...") {
			tb.Errorf("%s: the path %q leads out of the package", f.Rule.ID, f.Path)
		}
	}
	for _, name := range report.Formats() {
		if err := report.Write(io.Discard, name, report.Input{Result: res}); err != nil {
			tb.Errorf("%s: %v", name, err)
		}
	}
	return said
}

// TestHostilePackagesUnderAllRules: each ends in a finding or a clear error, and
// allocates less than 256 MB in all.
func TestHostilePackagesUnderAllRules(t *testing.T) {
	for name, h := range pkg.HostilePackages {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			said := checkPackage(t, h.Data)
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 256_000_000 {
				t.Errorf("%d bytes were allocated", used)
			}
			if !said && !h.Noise {
				t.Error("nothing is said of it")
			}
		})
	}
}

// BenchmarkHostilePackages tells the longest and the most for one package.
func BenchmarkHostilePackages(b *testing.B) {
	var count, slowest, most float64
	for b.Loop() {
		count = 0
		for _, h := range pkg.HostilePackages {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			checkPackage(b, h.Data)
			slowest = max(slowest, time.Since(start).Seconds())
			runtime.ReadMemStats(&after)
			most = max(most, float64(after.TotalAlloc-before.TotalAlloc)/1e6)
			count++
		}
	}
	b.ReportMetric(count, "packages")
	b.ReportMetric(slowest, "s-slowest")
	b.ReportMetric(most, "MB-most")
}
