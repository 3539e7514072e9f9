package driver

// The line that says how far a long run is.

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/terminal"
)

const (
	// quietFor is how long a run says nothing: most are over by then.
	quietFor = 2 * time.Second
	// showEvery is the time between two lines.
	showEvery = 200 * time.Millisecond
)

// progress writes one line over and over again. Nil writes nothing.
type progress struct {
	w           io.Writer
	lang        *lang.Language
	all, n      int
	began, told time.Time
}

// progress is shown where standard error is a terminal, somebody sits before it,
// and no report goes to the same screen meanwhile.
func (c *Check) progress(all int, docs []Document) *progress {
	f, ok := c.Stderr.(*os.File)
	if !ok || c.quiet || c.Getenv("CI") != "" || c.Getenv("TERM") == "dumb" || !terminal.Is(f) || !terminal.Sequences(f) {
		return nil
	}
	if out, ok := c.Stdout.(*os.File); ok && terminal.Is(out) && c.streams(docs) && docs[0].File == "" {
		return nil
	}
	return &progress{w: f, lang: c.Lang, all: all, began: time.Now()}
}

func (p *progress) done(*lint.PluginResult) {
	if p == nil {
		return
	}
	p.n++
	now := time.Now()
	if now.Sub(p.began) < quietFor || now.Sub(p.told) < showEvery {
		return
	}
	p.told = now
	_, _ = fmt.Fprintf(p.w, "\r%s\x1b[K", p.line(now.Sub(p.began)))
}

// line is what is said when that time has passed.
func (p *progress) line(passed time.Duration) string {
	rate := float64(p.n) / passed.Seconds()
	left := time.Duration(float64(p.all-p.n) / rate * float64(time.Second)).Round(time.Second)
	return p.lang.Say("%d of %d plugins, %.0f a second, %s left", p.n, p.all, rate, left)
}

// end takes the line away.
func (p *progress) end() {
	if p != nil && !p.told.IsZero() {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
	}
}
