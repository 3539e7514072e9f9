// Package recording draws sessions of commands on a terminal: as a recording
// that asciinema plays (https://docs.asciinema.org/manual/asciicast/v2/), as a
// picture and as a moving picture (SVG without scripts and without fonts of its
// own). All that is drawn follows from what the commands printed: the time that
// passes is invented, so that the same output gives the same bytes.
package recording

import (
	"errors"
	"fmt"
	"time"

	"github.com/difylint/difylint/lint/terminal"
)

// Session is what happens on one terminal.
type Session struct {
	// Title is a line for the window, Description for who cannot see it.
	Title, Description string
	// Columns and Rows are the terminal's size in cells. A picture that does not
	// move is as high as what it shows.
	Columns, Rows int
	Steps         []Step
}

// Step is one command and what it printed, ANSI sequences of colour (SGR)
// included; others are an error.
type Step struct{ Command, Output string }

const prompt = "$ "

// Times of a session. A reader needs longer for more.
const (
	perKey     = 45 * time.Millisecond
	beforeKeys = 900 * time.Millisecond
	beforeRun  = 350 * time.Millisecond
	perLine    = 130 * time.Millisecond
	longest    = 5 * time.Second
	atEnd      = 5 * time.Second
)

// scene is a step on the terminal: its lines, and when they come.
type scene struct {
	Step
	lines []line
	// typing begins, ends; then the output comes, and with it the next prompt.
	typed, ready, run time.Duration
	keys              int
}

// scenes lays out all steps and returns when the session ends.
func (s *Session) scenes() ([]scene, time.Duration, error) {
	if s.Columns < 1 || s.Rows < 1 || s.Columns > 1000 || s.Rows > 1000 {
		return nil, 0, errors.New("a terminal has 1 to 1000 columns and rows")
	}
	var out []scene
	now := time.Duration(0)
	for _, st := range s.Steps {
		sc := scene{Step: st, keys: terminal.Width(st.Command)}
		if sc.keys+len(prompt) >= s.Columns {
			return nil, 0, fmt.Errorf("%q is wider than the terminal", st.Command)
		}
		var err error
		if sc.lines, err = lay(st.Output, s.Columns); err != nil {
			return nil, 0, fmt.Errorf("%s: %w", st.Command, err)
		}
		sc.typed = now + beforeKeys
		sc.ready = sc.typed + time.Duration(sc.keys)*perKey
		sc.run = sc.ready + beforeRun
		now = sc.run + min(longest, time.Duration(len(sc.lines))*perLine)
		out = append(out, sc)
	}
	return out, now + atEnd, nil
}
