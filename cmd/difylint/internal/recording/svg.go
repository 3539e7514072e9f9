package recording

// The pictures. Text is placed by the cell: each run begins at its column and is
// as long as its cells, whatever font the reader has.

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/terminal"
)

// Sizes in pixels.
const (
	cellWidth  = 8.4 // of a font of 14 px that is 0.6 em wide
	lineHeight = 20
	fontSize   = 14
	wideSize   = 16 // of characters of two cells, which are as wide as they are high
	margin     = 18
	barHeight  = 36
)

// look is how a style is drawn.
type look struct{ class, weight string }

var looks = map[terminal.Style]look{
	"":               {"", "400"},
	terminal.Bold:    {"b", "700"},
	terminal.Dim:     {"d", "400"},
	terminal.Red:     {"r", "700"},
	terminal.Yellow:  {"y", "700"},
	terminal.Blue:    {"l", "700"},
	terminal.Green:   {"g", "400"},
	terminal.Cyan:    {"c", "400"},
	terminal.Removed: {"x", "400"},
}

// Palette is the colours of a picture. The pictures bring their own background;
// each colour can be read on it.
type Palette struct {
	background, bar, edge string
	fill                  map[terminal.Style]string
}

// Dark is for dark pages, and Light for light ones.
var (
	Dark = Palette{"#0d1117", "#161b22", "#3d444d", map[terminal.Style]string{
		"": "#e6edf3", terminal.Bold: "#ffffff", terminal.Dim: "#9198a1", terminal.Red: "#ff7b72", terminal.Yellow: "#e3b341",
		terminal.Blue: "#79c0ff", terminal.Green: "#56d364", terminal.Cyan: "#56d4dd", terminal.Removed: "#ff7b72",
	}}
	Light = Palette{"#ffffff", "#f6f8fa", "#d1d9e0", map[terminal.Style]string{
		"": "#1f2328", terminal.Bold: "#000000", terminal.Dim: "#59636e", terminal.Red: "#cf222e", terminal.Yellow: "#7d4e00",
		terminal.Blue: "#0969da", terminal.Green: "#116329", terminal.Cyan: "#1b7c83", terminal.Removed: "#cf222e",
	}}
)

// promptStyle is that of the sign before a command.
const promptStyle = terminal.Green

// Still is a picture of everything that the session shows.
func (s *Session) Still(in Palette) ([]byte, error) {
	scenes, _, err := s.scenes()
	if err != nil {
		return nil, err
	}
	rows := 0
	for _, sc := range scenes {
		rows += 1 + len(sc.lines)
	}
	p := s.window(in, rows, "")
	row := 0
	for _, sc := range scenes {
		p.command(row, sc)
		p.lines(row+1, sc.lines)
		row += 1 + len(sc.lines)
	}
	return p.end(), nil
}

// Animation is the session as a moving picture, over and over. Where pictures
// do not move, or the reader has asked that nothing moves, it shows the end.
func (s *Session) Animation(in Palette) ([]byte, error) {
	scenes, end, err := s.scenes()
	if err != nil {
		return nil, err
	}
	// The terminal has all lines below one another, and moves up before what it
	// shows would end below the window.
	var css bytes.Buffer
	percent := func(at time.Duration) string {
		return strconv.FormatFloat(float64(at)*100/float64(end), 'f', 3, 64) + "%"
	}
	fmt.Fprintf(&css, ".a { animation: %ss step-end infinite }\n.k { visibility: hidden }\n@media (prefers-reduced-motion: reduce) { .a { animation: none !important } }\n", seconds(end))
	up := func(row int) int { return -max(0, row-s.Rows) * lineHeight }
	row := 0
	moves := []string{"0% { transform: translateY(0) }"}
	for i, sc := range scenes {
		row += 1 + len(sc.lines)
		moves = append(moves, fmt.Sprintf("%s { transform: translateY(%dpx) }", percent(sc.run), up(row+1)))
		// The prompt of the first command is there from the beginning.
		came := time.Duration(0)
		if i > 0 {
			came = scenes[i-1].run
			fmt.Fprintf(&css, ".p%d { animation-name: p%[1]d }\n@keyframes p%[1]d { 0%% { visibility: hidden } %s { visibility: visible } }\n", i, percent(came))
		}
		fmt.Fprintf(&css, ".o%d { animation-name: o%[1]d }\n@keyframes o%[1]d { 0%% { visibility: hidden } %s { visibility: visible } }\n", i, percent(sc.run))
		// A cover with the cursor at its left edge moves off the command by the key.
		fmt.Fprintf(&css, ".k%d { animation-name: k%[1]d, t%[1]d }\n@keyframes k%[1]d { 0%% { visibility: hidden } %s { visibility: visible } %s { visibility: hidden } }\n", i, percent(came), percent(sc.run))
		fmt.Fprintf(&css, "@keyframes t%d { 0%% { transform: translateX(0) } %s { transform: translateX(0); animation-timing-function: steps(%d) } %s { transform: translateX(%spx) } }\n",
			i, percent(sc.typed), sc.keys, percent(sc.ready), px(float64(sc.keys)*cellWidth))
	}
	n := len(scenes)
	if n > 0 {
		fmt.Fprintf(&css, ".p%d { animation-name: p%[1]d }\n@keyframes p%[1]d { 0%% { visibility: hidden } %s { visibility: visible } }\n", n, percent(scenes[n-1].run))
	}
	fmt.Fprintf(&css, ".s { animation-name: s }\n@keyframes s { %s }\n", strings.Join(moves, " "))

	p := s.window(in, s.Rows, css.String())
	p.printf("<g class=\"a s\" transform=\"translate(0 %d)\">\n", up(row+1))
	row = 0
	for i, sc := range scenes {
		open := "<g>\n"
		if i > 0 {
			open = fmt.Sprintf("<g class=\"a p%d\">\n", i)
		}
		p.WriteString(open)
		p.command(row, sc)
		p.printf("<g class=\"a k k%d\"><rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"/>", i, px(float64(len(prompt))*cellWidth), row*lineHeight, px(float64(s.Columns)*cellWidth), lineHeight, in.background)
		p.cursor(row)
		p.printf("</g>\n</g>\n<g class=\"a o%d\">\n", i)
		p.lines(row+1, sc.lines)
		p.WriteString("</g>\n")
		row += 1 + len(sc.lines)
	}
	p.printf("<g class=\"a p%d\">", n)
	p.prompt(row)
	p.cursor(row)
	p.WriteString("</g>\n</g>\n")
	return p.end(), nil
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

// px is a length with one digit behind the point at most.
func px(f float64) string { return strconv.FormatFloat(float64(int(f*10+0.5))/10, 'f', -1, 64) }

// picture is an SVG that is being written.
type picture struct {
	bytes.Buffer
	in Palette
}

func (p *picture) printf(format string, args ...any) { fmt.Fprintf(&p.Buffer, format, args...) }

// window begins a picture of a terminal of so many rows.
func (s *Session) window(in Palette, rows int, css string) *picture {
	p := &picture{in: in}
	wide, high := float64(s.Columns)*cellWidth, rows*lineHeight
	w, h := px(wide+2*margin), high+barHeight+2*margin-8
	p.printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%d\" viewBox=\"0 0 %[1]s %[2]d\" role=\"img\" xml:space=\"preserve\">\n", w, h)
	p.printf("<title>%s</title>\n<desc>%s</desc>\n<style>\n", escaped(s.Title), escaped(s.Description))
	p.printf("text { font: %dpx ui-monospace, SFMono-Regular, \"SF Mono\", Menlo, Consolas, \"Liberation Mono\", \"DejaVu Sans Mono\", monospace; fill: %s; white-space: pre }\n", fontSize, in.fill[""])
	for _, st := range styles {
		p.printf(".%s { fill: %s; font-weight: %s }\n", looks[st].class, in.fill[st], looks[st].weight)
	}
	p.printf(".w { font-size: %dpx }\n", wideSize)
	p.WriteString(css + "</style>\n")
	p.printf("<rect x=\"0.5\" y=\"0.5\" width=\"%s\" height=\"%d\" rx=\"10\" fill=\"%s\" stroke=\"%s\"/>\n", px(wide+2*margin-1), h-1, in.background, in.edge)
	p.printf("<path d=\"M1 %d V10.5 A9.5 9.5 0 0 1 10.5 1 H%s A9.5 9.5 0 0 1 %s 10.5 V%[1]d Z\" fill=\"%[4]s\"/>\n", barHeight, px(wide+2*margin-10.5), px(wide+2*margin-1), in.bar)
	for i, fill := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		p.printf("<circle cx=\"%d\" cy=\"%d\" r=\"6\" fill=\"%s\"/>\n", margin+6+20*i, barHeight/2, fill)
	}
	p.printf("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\" class=\"d\">%s</text>\n", px(wide/2+margin), barHeight/2+5, escaped(s.Title))
	// A picture within the picture cuts off what is above and below the window.
	p.printf("<svg x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\">\n", margin, barHeight+margin-8, px(wide), high)
	return p
}

func (p *picture) end() []byte {
	p.WriteString("</svg>\n</svg>\n")
	return p.Bytes()
}

func (p *picture) prompt(row int) {
	p.text(row, run{text: prompt[:1], style: promptStyle, cells: 1})
}

func (p *picture) cursor(row int) {
	p.printf("<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"/>", px(float64(len(prompt))*cellWidth), row*lineHeight+1, px(cellWidth), lineHeight-2, p.in.fill[""])
}

func (p *picture) command(row int, sc scene) {
	p.prompt(row)
	l := line{}
	column := len(prompt)
	for _, c := range terminal.Cells(sc.Command, 0) {
		l = l.put(c, terminal.Bold, column)
		column += c.Width
	}
	p.lines(row, []line{l.trimmed()})
}

func (p *picture) lines(row int, lines []line) {
	for i, l := range lines {
		for _, r := range l {
			p.text(row+i, r)
		}
	}
}

func (p *picture) text(row int, r run) {
	p.printf("<text x=\"%s\" y=\"%d\" textLength=\"%s\"", px(float64(r.column)*cellWidth), row*lineHeight+15, px(float64(r.cells)*cellWidth))
	class := looks[r.style].class
	if r.wide {
		class = strings.TrimSpace(class + " w")
	}
	if class != "" {
		p.printf(" class=\"%s\"", class)
	}
	p.printf(">%s</text>\n", escaped(r.text))
}

// escaped is text between tags; what XML cannot hold becomes U+FFFD.
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
