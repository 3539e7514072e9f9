package publish

import (
	"bytes"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Financial reports plugins that move money, by their own words.
var Financial = &lint.Rule{
	ID: "publish/financial", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the plugin says that it makes financial transactions",
	Why:     "The marketplace forbids financial transactions: payments, transfers of assets, trading, transfers of tokens. Its checks look for such words in every text, code included, and then a person reviews the plugin. This rule reads only the README and the declarations, and looks for words that have no other meaning: a Git checkout, a database transaction and the tokens of a model are not reported.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/financial.py", "dify-plugins: docs/plugin-review-guidelines.md"},
	Run: submitted(func(p *lint.Pass) {
		var found []plugin.Place
		look := func(f *text.File) {
			if f == nil || len(f.Data) > maxText || len(found) > maxSaid {
				return
			}
			for _, at := range moving.Of(f) {
				found = append(found, plugin.AtSpan(f, at))
			}
		}
		seen := map[*text.File]bool{}
		for _, d := range p.Plugin.Documents() {
			if d.Kind != plugin.Model && d.Kind != plugin.Position && !seen[d.File] {
				seen[d.File] = true
				look(d.File)
			}
		}
		look(readme(p.Plugin))
		if len(found) == 0 {
			return
		}
		f := lint.Finding{Place: found[0], Key: "said", Message: lint.Msg("%q: the marketplace forbids financial transactions, so a person will review this plugin", found[0].File.Slice(found[0].Span))}
		for _, at := range found[1:min(len(found), 4)] {
			f.Related = append(f.Related, lint.Related{Place: at, Message: lint.Msg("here too: %q", at.File.Slice(at.Span))})
		}
		p.Report(f)
	}),
}

// maxSaid bounds the places that are looked at. Nothing is lost by it: one finding
// names four of them.
const maxSaid = 20

// moving are the first places of a text that say so.
var moving = text.NewFact(func(f *text.File) []text.Span {
	lower := bytes.ToLower(f.Data)
	if !slices.ContainsFunc(moneyWords, func(w string) bool { return bytes.Contains(lower, []byte(w)) }) {
		return nil
	}
	var out []text.Span
	for _, m := range movesMoney().FindAllIndex(f.Data, maxSaid) {
		out = append(out, text.Span{Start: m[0], End: m[1]})
	}
	return out
})

// moneyWords are those of which everything that movesMoney matches holds one. To
// look for them costs a tenth of what the expression does.
var moneyWords = []string{
	"payment", "charge", "refund", "payout", "financial", "order", "trade", "stock", "crypto", "share",
	"transfer", "fund", "money", "cash", "coin", "nft", "withdraw", "token",
}

// movesMoney is what says that money or assets are moved. Before a payment
// stands who acts, so that looking payments up does not count.
var movesMoney = text.Regexp(`(?i)\b(?:` +
	`payment\s+processing|process(?:ing|es)?\s+(?:\w+\s+)?payments?|` +
	`(?:accept|make|create|send|capture|collect|initiate|take)(?:s|ing)?\s+(?:\w+\s+)?(?:payments?|payment\s+(?:links?|orders?)|charges|refunds?|payouts?)|` +
	`issue\s+refunds?|charge\s+(?:an?|the)\s+(?:customer|card)|financial\s+transactions?|` +
	`(?:place|execute|submit)(?:s|ing)?\s+(?:an?\s+)?(?:(?:buy|sell|market|limit|stock|trading)\s+orders?|trades?)|` +
	`(?:buy|sell|trade)\s+(?:stocks?|crypto(?:currency|currencies)?|shares)|` +
	`transfer\s+(?:funds?|money|cash|crypto(?:currency)?|coins?|nfts?)|send\s+(?:funds|money|cash|crypto(?:currency)?|nfts?)|` +
	`wire\s+transfers?|withdraw\s+(?:funds?|money)|token\s+transfers?|(?:swap|bridge)\s+(?:crypto|tokens|coins)|wallet\s+transfers?)\b`)
