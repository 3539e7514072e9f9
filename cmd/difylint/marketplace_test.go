package main

// docs/marketplace.md is made of the table of the marketplace's checks.

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/rules"
)

func TestMarketplacePage(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(`# What the marketplace checks

English · [简体中文](zh/marketplace.md)

Before a plugin is published, the checks of langgenius/dify-marketplace-toolkit, the workflow of langgenius/dify-plugins and
a reviewers' bot look at it. This page lists each of their tests, as of 2026-11-24, and the rule that stands for it here.

The rules of the family publish run for plugins that are meant to be published: those whose manifest has ` + "`privacy` or `repo`" + `,
or whose configuration has ` + "`profile: marketplace`" + `. With ` + "`profile: private`" + ` they do not run. The platform's own plugins
(author langgenius) have the profile official: what concerns the form of a submission does not apply to them, and the rest
is a warning.

- **same**: the rule tells what the check refuses or doubts, and nothing else.
- **stricter**: the rule tells more.
- **looser**: the check tells more, for the reason given.
- **other**: something else than a rule answers.
- **absent**: nothing stands for it.
`)
	group := ""
	for _, c := range market.Checks() {
		name, test, _ := strings.Cut(c.ID, "/")
		if name != group {
			group = name
			fmt.Fprintf(&b, "\n## %s\n\n| test | what it looks for | it | rules | how | why |\n| --- | --- | --- | --- | --- | --- |\n", name)
		}
		verdict := "doubts"
		if c.Blocks {
			verdict = "refuses"
		}
		var links []string
		for _, id := range c.Rules {
			if rules.ByID(id) == nil {
				t.Errorf("%s: there is no rule %s", c.ID, id)
			}
			links = append(links, fmt.Sprintf("[%s](rules/%s.md)", id, id))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", test, c.What, verdict, strings.Join(links, ", "), c.How, c.Why)
	}
	hold(t, filepath.Join(root(t), "docs", "marketplace.md"), b.Bytes())
}
