package lsp

import (
	"fmt"
	"strconv"
)

// progress is a bar that the client shows while the workspace is checked. A nil
// one shows nothing.
type progress struct {
	s     *server
	token string
}

// progress begins a bar, where the client has them.
func (s *server) progress(title string) *progress {
	s.mu.Lock()
	can := s.client.Window.WorkDoneProgress
	s.tokens++
	p := &progress{s: s, token: "difylint/" + strconv.Itoa(s.tokens)}
	s.mu.Unlock()
	if !can || s.ask("window/workDoneProgress/create", object{"token": p.token}, nil) != nil {
		return nil
	}
	p.send(object{"kind": "begin", "title": title, "percentage": 0, "cancellable": false})
	return p
}

func (p *progress) send(value object) {
	p.s.notify("$/progress", object{"token": p.token, "value": value})
}

func (p *progress) report(done, all int, what string) {
	if p != nil && all > 0 {
		p.send(object{"kind": "report", "percentage": 100 * done / all, "message": fmt.Sprintf("%d/%d %s", done, all, what)})
	}
}

func (p *progress) end() {
	if p != nil {
		p.send(object{"kind": "end"})
	}
}
