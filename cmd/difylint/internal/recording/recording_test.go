package recording

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/terminal"
	"github.com/google/go-cmp/cmp"
)

func TestLay(t *testing.T) {
	for _, tt := range []struct {
		name, output string
		want         []line
	}{
		{"plain", "ab\n\nc", []line{{{text: "ab", cells: 2}}, {}, {{text: "c", cells: 1}}}},
		{"colours", "\x1b[1;31mab\x1b[0mc\x1b[2md\n", []line{{{text: "ab", style: "1;31", cells: 2}, {text: "c", column: 2, cells: 1}, {text: "d", style: "2", column: 3, cells: 1}}}},
		{"a colour goes on", "\x1b[32ma\nb\x1b[m", []line{{{text: "a", style: "32", cells: 1}}, {{text: "b", style: "32", cells: 1}}}},
		{"wrapped", "0123456789ab\n", []line{{{text: "0123456789", cells: 10}}, {{text: "ab", cells: 2}}}},
		{"two cells", "查询x\n", []line{{{text: "查询", cells: 4, wide: true}, {text: "x", column: 4, cells: 1}}}},
		{"two cells do not fit", "012345678查\n", []line{{{text: "012345678", cells: 9}}, {{text: "查", cells: 2, wide: true}}}},
		{"joined", "e\u0301👩\u200d💻\n", []line{{{text: "e\u0301", cells: 1}, {text: "👩\u200d💻", column: 1, cells: 2, wide: true}}}},
		{"blanks", "  a b  \n", []line{{{text: "a b", column: 2, cells: 3}}}},
		{"hidden", "\u202e\a\n", []line{{{text: "<U+202E>␇", cells: 9}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := lay(tt.output, 10)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(run{})); d != "" {
				t.Error(d)
			}
		})
	}
	for _, bad := range []string{"\x1b]0;title\a", "\x1b[2J", "\x1b[", "\x1b", "\x1b[45mx"} {
		if _, err := lay(bad, 10); err == nil {
			t.Errorf("%q is drawn", bad)
		}
	}
}

var demo = Session{
	Title: "a <b> & \"c\"", Description: "\x00</desc>", Columns: 40, Rows: 4,
	Steps: []Step{
		{"run 'a < b'", "\x1b[31m</text><script>查&\x1b[0m\uffff\n1\n2\n3\n4\n"},
		{"again", ""},
	},
}

// TestPictures: whatever is drawn is well-formed, without anything that runs or
// is fetched, and all of its text is there.
func TestPictures(t *testing.T) {
	for name, draw := range map[string]func(Palette) ([]byte, error){"still": demo.Still, "animation": demo.Animation} {
		data, err := draw(Light)
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(strings.NewReader(string(data)))
		var text strings.Builder
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				switch tok.Name.Local {
				case "svg", "title", "desc", "style", "rect", "path", "circle", "g", "text":
				default:
					t.Errorf("%s: an element %s", name, tok.Name.Local)
				}
				for _, a := range tok.Attr {
					if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
						t.Errorf("%s: an attribute %s", name, a.Name.Local)
					}
				}
			case xml.CharData:
				text.Write(tok)
			}
		}
		for _, want := range []string{"run 'a < b'", "</text><script>", "查", "a <b> & \"c\""} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: no %q", name, want)
			}
		}
		if strings.Contains(string(data), "url(") || strings.Contains(string(data), "@import") {
			t.Errorf("%s: something is fetched", name)
		}
	}
}

// TestAnimation: the terminal moves up by as many lines as do not fit, and the
// moments come one after the other.
func TestAnimation(t *testing.T) {
	data, err := demo.Animation(Dark)
	if err != nil {
		t.Fatal(err)
	}
	_, moves, _ := strings.Cut(string(data), "@keyframes s {")
	moves, _, _ = strings.Cut(moves, "}\n")
	// A command, five lines and the prompt in four rows, then one row more.
	for _, want := range []string{"translateY(0)", "translateY(-60px)", "translateY(-80px)"} {
		if !strings.Contains(moves, want) {
			t.Errorf("no %s in %s", want, moves)
		}
	}
	last := -1.0
	for word := range strings.FieldsSeq(moves) {
		if p, ok := strings.CutSuffix(word, "%"); ok {
			f, err := strconv.ParseFloat(p, 64)
			if err != nil || f <= last || f >= 100 {
				t.Errorf("%s after %v: %v", word, last, err)
			}
			last = f
		}
	}
}

func TestCast(t *testing.T) {
	data, err := demo.Cast()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	var header struct{ Version, Width, Height int }
	if err := json.Unmarshal([]byte(lines[0]), &header); err != nil || header.Version != 2 || header.Width != 40 || header.Height != 4 {
		t.Errorf("%s: %v", lines[0], err)
	}
	var all strings.Builder
	last := 0.0
	for _, l := range lines[1:] {
		var event []any
		if err := json.Unmarshal([]byte(l), &event); err != nil || len(event) != 3 || event[1] != "o" {
			t.Fatalf("%s: %v", l, err)
		}
		at := event[0].(float64)
		if at < last {
			t.Errorf("%s comes after %v", l, last)
		}
		last = at
		all.WriteString(event[2].(string))
	}
	want := "$ " + demo.Steps[0].Command + "\r\n" + strings.ReplaceAll(demo.Steps[0].Output, "\n", "\r\n") + "$ again\r\n$ "
	if d := cmp.Diff(want, all.String()); d != "" {
		t.Error(d)
	}
}

func TestBadSession(t *testing.T) {
	for _, s := range []Session{
		{Columns: 0, Rows: 1}, {Columns: 10, Rows: 100000},
		{Columns: 10, Rows: 1, Steps: []Step{{"far too long for it", ""}}},
		{Columns: 10, Rows: 1, Steps: []Step{{"x", "\x1b[2J"}}},
	} {
		for _, draw := range []func() ([]byte, error){s.Cast, func() ([]byte, error) { return s.Still(Dark) }, func() ([]byte, error) { return s.Animation(Light) }} {
			if _, err := draw(); err == nil {
				t.Errorf("%+v is drawn", s)
			}
		}
	}
}

// TestContrast: every colour of text can be read on the window (WCAG 2, AA).
func TestContrast(t *testing.T) {
	for _, in := range []Palette{Dark, Light} {
		contrast := func(what, color, on string) {
			a, b := luminance(t, color)+0.05, luminance(t, on)+0.05
			if c := math.Max(a, b) / math.Min(a, b); c < 4.5 {
				t.Errorf("%s on %s: a contrast of %.1f", what, on, c)
			}
		}
		for style := range looks {
			contrast(string(style), in.fill[style], in.background)
		}
		contrast("the title", in.fill[terminal.Dim], in.bar)
	}
	for _, s := range styles {
		if looks[s].class == "" {
			t.Errorf("%q is not drawn", s)
		}
	}
}

func luminance(t *testing.T, color string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 24)
	if err != nil {
		t.Fatal(err)
	}
	part := func(c uint64) float64 {
		f := float64(c&255) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n)
}
