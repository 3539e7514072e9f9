package installation

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/difylint/difylint/lint"
)

// Timeout reports time-outs in the wrong order or unit.
var Timeout = &lint.Rule{
	ID: "installation/timeout", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "time-outs in the wrong order or unit",
	Why: "Who waits must wait longer than who works. Dify's API gives up after `PLUGIN_DAEMON_TIMEOUT` seconds, whatever the daemon's `PLUGIN_MAX_EXECUTION_TIMEOUT` allows; " +
		"an installation ends after `PLUGIN_INSTALL_TIMEOUT` minutes, whatever `PLUGIN_PYTHON_ENV_INIT_TIMEOUT` allows for one step of it. The units differ: seconds, minutes, and " +
		"milliseconds for `DIFY_BACKWARDS_INVOCATION_READ_TIMEOUT`.",
	Sources: []string{configSource, "dify: api/core/plugin/impl/base.py (PLUGIN_DAEMON_TIMEOUT)", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: withDaemon(func(v *view) {
		run, of, ok := v.Number("PLUGIN_MAX_EXECUTION_TIMEOUT")
		api := env(v.api, "PLUGIN_DAEMON_TIMEOUT")
		if wait, err := strconv.ParseFloat(strings.TrimSpace(api.Or("600")), 64); ok && v.api != nil && of != nil && (api != nil || v.Alone) {
			switch {
			case err != nil:
				v.found(api, lint.Finding{Severity: lint.Error, Message: lint.Msg("%s is %q, which is not a number of seconds: Dify's API does not start", api.Label(), api.Shown())})
			case float64(run) > wait:
				v.foundOf(of, api, lint.Finding{Key: "order", Message: lint.Msg("the daemon lets a plugin work for %d s (%s), and the API gives up after %g s (PLUGIN_DAEMON_TIMEOUT): set it to at least as much", run, of.Label(), wait)})
			}
		}
		proxy := env(v.Nginx(), "NGINX_PROXY_READ_TIMEOUT")
		if wait, isTime := seconds(proxy.Or("")); isTime && ok && of != nil && wait < run {
			v.foundOf(of, proxy, lint.Finding{Key: "nginx", Message: lint.Msg("the daemon lets a plugin work for %d s (%s), and nginx gives up after %s without an answer (NGINX_PROXY_READ_TIMEOUT)", run, of.Label(), proxy.Shown())})
		}
		if init, of, ok := v.Number("PYTHON_ENV_INIT_TIMEOUT"); ok && of.Given() {
			minutes, inst, fine := v.Number("PLUGIN_INSTALL_TIMEOUT")
			switch {
			case init >= 36000:
				v.foundf(of, "%s is %d seconds, %d hours: the unit is seconds", named(of), init, init/3600)
			case fine && v.Since("0.5.5") && init > minutes*60:
				v.found(of, lint.Finding{Key: "install", Message: lint.Msg("%s allows %d s, and a whole installation ends after %d minutes (PLUGIN_INSTALL_TIMEOUT): set that to at least %d", named(of), init, minutes, (init+59)/60)}, inst)
			case init < 60:
				v.foundf(of, "%s is %d s: few plugins are installed in that time (120 s is the default); the unit is seconds", named(of), init)
			}
		}
		if minutes, of, _ := v.Number("PLUGIN_INSTALL_TIMEOUT"); of.Given() && minutes > 240 {
			v.foundf(of, "%s is %d minutes, %d hours: the unit is minutes", named(of), minutes, minutes/60)
		}
		for _, name := range []string{"DIFY_BACKWARDS_INVOCATION_READ_TIMEOUT", "DIFY_BACKWARDS_INVOCATION_WRITE_TIMEOUT"} {
			if ms, of, ok := v.Number(name); ok && of.Given() && ms < 1000 {
				v.foundf(of, "%s is %d ms, less than a second: the unit is milliseconds", named(of), ms)
			}
		}
	}),
}

// seconds is a time as nginx reads it.
func seconds(s string) (int64, bool) {
	return scaled(s, map[string]int64{"s": 1, "m": 60, "h": 3600, "d": 86400})
}

// scaled is a whole number with a unit behind it, or without one.
func scaled(s string, units map[string]int64) (int64, bool) {
	number := strings.TrimRightFunc(s, unicode.IsLetter)
	unit, ok := units[s[len(number):]]
	n, err := strconv.ParseInt(number, 10, 64)
	if number == s {
		unit, ok = 1, true
	}
	return n * unit, ok && err == nil && n >= 0
}
