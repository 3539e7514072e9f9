// Command genschema writes the published JSON Schema of .difylint.yaml.
// "go generate ./lint/config" runs it.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/rules"
)

func main() {
	name := filepath.Join("..", "..", "schema", "files", "config.schema.json")
	if err := os.WriteFile(name, config.Schema(rules.All()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
