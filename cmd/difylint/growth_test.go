//go:build unix

package main

// How a check grows with its input: every shape below is made at three sizes,
// each twice the one before, and checked in a process of its own.
//
//	go test ./cmd/difylint -run '^$' -bench Growth -benchtime 1x
//
// prints the processor time and the memory of each, and the factor a doubling.
// Wanted: no factor above 2.4 where the time is not that of starting, no peak
// above 256 MB, nothing of 400 KB above a second.

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// peakIn, in the environment of the program, names the file for its peak.
const peakIn = "DIFYLINT_PEAK_IN"

func init() {
	atEnd = func() {
		if name := os.Getenv(peakIn); name != "" {
			_ = os.WriteFile(name, fmt.Append(nil, ownPeak()), 0o600)
		}
	}
}

// shape makes an input of a size: what it changes in a small plugin, by path,
// beginning with ../ for what lies beside the plugin; a package, as "", instead.
type shape struct {
	name string
	n    int
	make func(n int) map[string]string
	args []string // in place of "check -f json"
}

// linkTo begins what stands for a symbolic link.
const linkTo = "\x00-> "

// times joins n pieces.
func times(n int, piece func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(piece(i))
	}
	return b.String()
}

// archived is a package of these files and the small plugin's.
func archived(base, files map[string]string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, m := range []map[string]string{base, files} {
		for name, text := range m {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write([]byte(text))
			}
			if err != nil {
				panic(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

// measured is what a run took.
type measured struct {
	cpu   time.Duration
	peak  float64 // MB
	ended bool
}

func measure(b *testing.B, dir string, args ...string) measured {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	told := filepath.Join(dir, "peak")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), asProgram+"="+os.Getenv("GROWTH_PROFILE"), peakIn+"="+told, "GOCOVERDIR="+os.TempDir())
	out, err := cmd.CombinedOutput()
	if ctx.Err() == nil && (cmd.ProcessState == nil || cmd.ProcessState.ExitCode() < 0 || cmd.ProcessState.ExitCode() > exitFindings) {
		b.Fatalf("%v: %.300s", err, out)
	}
	m := measured{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), ended: ctx.Err() == nil}
	if m.ended {
		text, err := os.ReadFile(told)
		if err == nil {
			_, err = fmt.Sscan(string(text), &m.peak)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return m
}

// ownPeak gives the most memory that this process held, in MB. What the parent
// says of a child counts what the parent itself held when it began the child.
func ownPeak() float64 {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if _, behind, ok := strings.Cut(string(status), "VmHWM:"); ok {
			var kb float64
			if _, err := fmt.Sscan(behind, &kb); err == nil {
				return kb / 1024
			}
		}
	}
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	kb := float64(usage.Maxrss)
	if runtime.GOOS == "darwin" {
		kb /= 1024
	}
	return kb / 1024
}

func BenchmarkGrowth(b *testing.B) {
	base := map[string]string{}
	root, err := filepath.Abs("../../testdata/plugins/tool")
	if err != nil {
		b.Fatal(err)
	}
	err = filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(root, name)
		base[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range shapes(base) {
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				var before, worst time.Duration
				var peak, factor float64
				var line strings.Builder
				for n := s.n; n <= 4*s.n; n *= 2 {
					dir := b.TempDir()
					size, at := 0, "p"
					files := s.make(n)
					if p, ok := files[""]; ok {
						at = "p.difypkg"
						size = len(p)
						put(b, filepath.Join(dir, at), p)
					} else {
						for name, text := range base {
							put(b, filepath.Join(dir, "p", name), text)
						}
						for name, text := range files {
							size += len(text)
							put(b, filepath.Join(dir, "p", name), text)
						}
					}
					args := s.args
					if args == nil {
						args = []string{"check", "-q", "-f", "json", "-o", os.DevNull}
					}
					m := measure(b, dir, append(args[:len(args):len(args)], at)...)
					fmt.Fprintf(&line, " %d: %d KB %v %.0f MB", n, size>>10, m.cpu.Round(time.Millisecond), m.peak)
					if before > 0 {
						factor = max(factor, float64(m.cpu)/float64(before))
					}
					if !m.ended {
						line.WriteString(" no end")
						factor = math.Inf(1)
						break
					}
					before, worst, peak = m.cpu, max(worst, m.cpu), max(peak, m.peak)
				}
				b.ReportMetric(factor, "x/doubling")
				b.ReportMetric(worst.Seconds(), "s")
				b.ReportMetric(peak, "MB")
				b.ReportMetric(0, "ns/op")
				b.Log(line.String())
			}
		})
	}
}

func put(b *testing.B, name, text string) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	write := func() error { return os.WriteFile(name, []byte(text), 0o644) }
	if to, ok := strings.CutPrefix(text, linkTo); ok {
		write = func() error { return os.Symlink(to, name) }
	}
	if err := write(); err != nil {
		b.Fatal(err)
	}
}
