package recording

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// Cast is the session as asciicast v2: a header, then one event a line.
func (s *Session) Cast() ([]byte, error) {
	scenes, end, err := s.scenes()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	header := struct {
		Version int               `json:"version"`
		Width   int               `json:"width"`
		Height  int               `json:"height"`
		Title   string            `json:"title"`
		Env     map[string]string `json:"env"`
	}{2, s.Columns, s.Rows, s.Title, map[string]string{"SHELL": "/bin/sh", "TERM": "xterm-256color"}}
	if err := enc.Encode(header); err != nil {
		return nil, err
	}
	event := func(at time.Duration, text string) {
		if err == nil {
			err = enc.Encode([]any{at.Seconds(), "o", strings.ReplaceAll(text, "\n", "\r\n")})
		}
	}
	event(0, prompt)
	for _, sc := range scenes {
		at := sc.typed
		for _, key := range sc.Command {
			at += perKey
			event(at, string(key))
		}
		event(max(at, sc.run), "\n"+sc.Output+prompt)
	}
	event(end, "")
	return b.Bytes(), err
}
