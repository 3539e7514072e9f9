// Command bench measures the language server as an editor meets it: the real
// program as a process, a plugin opened, one character typed after the other,
// and the time from each until the diagnostics of that version are there.
//
//	go run ./lint/internal/tool/lspbench -server ./difylint [-edits 1000] [-file PATH] PLUGIN
//
// Edits fall on all declarations of the plugin alike, or on one file. Four of
// five change a letter within a value; the fifth breaks the file's syntax, and
// the next one mends it. Nothing is written to the disk.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

func main() {
	server := flag.String("server", "difylint", "the program")
	edits := flag.Int("edits", 1000, "how many edits")
	file := flag.String("file", "", "edit this file of the plugin only")
	seed := flag.Uint64("seed", 1, "of the edits")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	b := &bench{root: flag.Arg(0), random: rand.New(rand.NewPCG(*seed, 0))}
	if err := b.run(*server, *file, *edits); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	slices.Sort(b.times)
	at := func(p float64) time.Duration { return b.times[int(p*float64(len(b.times)-1))] }
	fmt.Printf("%d edits in %d files: median %v, p90 %v, p99 %v, longest %v\n", len(b.times), len(b.docs), at(0.5), at(0.9), at(0.99), at(1))
	fmt.Printf("first diagnostics after %v; memory after 100 edits %d KiB, at the end %d KiB\n", b.first, b.early, b.late)
}

type doc struct {
	uri string
	// text is as the server has it now, opened as it was when it was opened.
	text, opened []byte
	version      int
	// undo is what takes the last edit back, where it broke the file.
	undo *edit
}

type edit struct {
	start, end int // bytes
	with       string
}

type bench struct {
	root        string
	random      *rand.Rand
	docs        []*doc
	in          io.Writer
	out         *bufio.Reader
	pid         int
	times       []time.Duration
	first       time.Duration
	early, late int
}

func (b *bench) run(server, file string, edits int) error {
	cmd := exec.CommandContext(context.Background(), server, "lsp")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	b.in, b.out, b.pid = in, bufio.NewReaderSize(out, 1<<20), cmd.Process.Pid
	if err := b.session(file, edits); err != nil {
		return errors.Join(err, cmd.Process.Kill())
	}
	return cmd.Wait()
}

func (b *bench) session(file string, edits int) error {
	capabilities := map[string]any{"textDocument": map[string]any{"publishDiagnostics": map[string]any{"relatedInformation": true, "dataSupport": true, "codeDescriptionSupport": true}}}
	if err := b.request(1, "initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": capabilities}); err != nil {
		return err
	}
	if err := b.send("initialized", map[string]any{}); err != nil {
		return err
	}
	if err := b.read(file); err != nil {
		return err
	}
	start := time.Now()
	for _, d := range b.docs {
		params := map[string]any{"textDocument": map[string]any{"uri": d.uri, "languageId": "yaml", "version": d.version, "text": string(d.text)}}
		if err := b.send("textDocument/didOpen", params); err != nil {
			return err
		}
	}
	if err := b.diagnosed(b.docs[len(b.docs)-1]); err != nil {
		return err
	}
	b.first = time.Since(start)
	for i := range edits {
		d := b.docs[b.random.IntN(len(b.docs))]
		start := time.Now()
		if err := b.edit(d); err != nil {
			return err
		}
		b.times = append(b.times, time.Since(start))
		if i == 99 {
			var err error
			if b.early, err = b.memory(); err != nil {
				return err
			}
		}
	}
	var err error
	if b.late, err = b.memory(); err != nil {
		return err
	}
	if err := b.request(2, "shutdown", nil); err != nil {
		return err
	}
	return b.send("exit", nil)
}

// read takes the declarations of the plugin: all YAML files, or one.
func (b *bench) read(file string) error {
	root, err := filepath.Abs(b.root)
	if err != nil {
		return err
	}
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".yaml" {
			return err
		}
		if rel, err := filepath.Rel(root, name); err != nil || file != "" && filepath.ToSlash(rel) != file {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if len(text) > 0 {
			b.docs = append(b.docs, &doc{uri: (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String(), text: text, opened: text, version: 1})
		}
		return nil
	})
	if err == nil && len(b.docs) == 0 {
		err = errors.New("there is no file to edit")
	}
	return err
}

// change makes the next edit of a document.
func (d *doc) change(random *rand.Rand) map[string]any {
	var e edit
	switch {
	case d.undo != nil:
		e, d.undo = *d.undo, nil
	case random.IntN(5) == 0:
		at := d.place(random)
		e = edit{at, at, []string{": ", "\"", "\n", "[", "\t"}[random.IntN(5)]}
		d.undo = &edit{at, at + len(e.with), ""}
	default:
		at := d.place(random)
		e = edit{at, at + 1, string(rune('a' + random.IntN(26)))}
	}
	params := map[string]any{
		"textDocument": map[string]any{"uri": d.uri, "version": d.version + 1},
		"contentChanges": []any{map[string]any{
			"range": map[string]any{"start": d.position(e.start), "end": d.position(e.end)}, "text": e.with,
		}},
	}
	d.version++
	d.text = slices.Concat(d.text[:e.start], []byte(e.with), d.text[e.end:])
	return params
}

// place is a letter within a value: not in a key, and not where the name of a
// file would change.
func (d *doc) place(random *rand.Rand) int {
	for range 1000 {
		at := random.IntN(len(d.text))
		c := d.text[at]
		line := d.text[bytes.LastIndexByte(d.text[:at], '\n')+1 : at]
		if c >= 'a' && c <= 'z' && bytes.Contains(line, []byte(": ")) {
			return at
		}
	}
	return 0
}

// position counts UTF-16 units, as the protocol does unless agreed otherwise.
func (d *doc) position(at int) map[string]any {
	start := bytes.LastIndexByte(d.text[:at], '\n') + 1
	units := utf16.Encode([]rune(string(d.text[start:at])))
	return map[string]any{"line": bytes.Count(d.text[:at], []byte("\n")), "character": len(units)}
}

func (b *bench) send(method string, params any) error {
	return b.write(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

func (b *bench) write(m any) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(b.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

type message struct {
	ID     *int            `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Error  json.RawMessage `json:"error"`
}

func (b *bench) receive() (m message, err error) {
	length := 0
	for {
		line, err := b.out.ReadString('\n')
		if err != nil {
			return m, err
		}
		if line = strings.TrimSpace(line); line == "" {
			break
		}
		if v, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(v); err != nil {
				return m, err
			}
		}
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(b.out, body); err != nil {
		return m, err
	}
	return m, json.Unmarshal(body, &m)
}

func (b *bench) request(id int, method string, params any) error {
	if err := b.write(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params}); err != nil {
		return err
	}
	for {
		m, err := b.receive()
		if err != nil {
			return err
		}
		if m.Method == "" && m.ID != nil && *m.ID == id {
			if m.Error != nil {
				return fmt.Errorf("%s: %s", method, m.Error)
			}
			return nil
		}
	}
}

// diagnosed waits for the diagnostics of the document's version.
func (b *bench) diagnosed(d *doc) error {
	for {
		m, err := b.receive()
		if err != nil {
			return err
		}
		if m.Method != "textDocument/publishDiagnostics" {
			continue
		}
		var p struct {
			URI     string `json:"uri"`
			Version int    `json:"version"`
		}
		if err := json.Unmarshal(m.Params, &p); err != nil {
			return err
		}
		if p.URI == d.uri && p.Version == d.version {
			return nil
		}
	}
}

// pause is how long the author thinks before memory is measured: a server gives
// back what it does not need when it has nothing to do, and what it has read anew
// then once more.
const pause = 7 * time.Second

// memory is what the server holds in KiB, the program itself left out, or 0
// where /proc does not say. All files are first made what they were when they
// were opened, so that the same text is measured each time: random letters leave
// ever more findings behind, and a file whose syntax is broken needs less memory
// than a whole one.
func (b *bench) memory() (int, error) {
	for _, d := range b.docs {
		d.undo = nil
		if bytes.Equal(d.text, d.opened) {
			continue
		}
		d.version++
		d.text = d.opened
		params := map[string]any{
			"textDocument":   map[string]any{"uri": d.uri, "version": d.version},
			"contentChanges": []any{map[string]any{"text": string(d.text)}},
		}
		if err := b.send("textDocument/didChange", params); err != nil {
			return 0, err
		}
		if err := b.diagnosed(d); err != nil {
			return 0, err
		}
	}
	time.Sleep(pause)
	status, err := os.ReadFile("/proc/" + strconv.Itoa(b.pid) + "/status")
	if err != nil {
		return 0, nil
	}
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "kB")))
			return n, nil
		}
	}
	return 0, nil
}

// edit makes the next edit of a document and waits for its diagnostics.
func (b *bench) edit(d *doc) error {
	if err := b.send("textDocument/didChange", d.change(b.random)); err != nil {
		return err
	}
	return b.diagnosed(d)
}
