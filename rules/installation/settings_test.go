package installation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/installation"
)

// harmless are the settings of the daemon of which any value that can be parsed is
// fine, by why.
var harmless = map[string][]string{
	"numbers that any size may have": {
		"PLUGIN_REMOTE_INSTALLING_MAX_CONN", "PLUGIN_REMOTE_INSTALL_SERVER_EVENT_LOOP_NUMS", "PLUGIN_MEDIA_CACHE_SIZE", "PLUGIN_ASSET_CACHE_SIZE",
		"PLUGIN_MODEL_INSTALLATIONS_CACHE_TTL", "PLUGIN_LOCAL_LAUNCHING_CONCURRENT", "ROUTINE_POOL_SIZE", "DB_MAX_IDLE_CONNS", "DB_MAX_OPEN_CONNS", "DB_CONN_MAX_LIFETIME",
		"PERSISTENCE_STORAGE_MAX_SIZE", "DIFY_PLUGIN_SERVERLESS_CONNECTOR_LAUNCH_TIMEOUT", "MAX_SERVERLESS_RETRY_TIMES", "MAX_SERVERLESS_REQUEST_BYTES",
		"MAX_SERVERLESS_TRANSACTION_TIMEOUT", "PIP_MIRROR_AUTO_DETECT_TIMEOUT", "PLUGIN_RUNTIME_BUFFER_SIZE", "PLUGIN_RUNTIME_MAX_BUFFER_SIZE",
		"PLUGIN_STDIO_BUFFER_SIZE", "PLUGIN_STDIO_MAX_BUFFER_SIZE", "OTEL_SAMPLING_RATE", "OTEL_BATCH_EXPORT_SCHEDULE_DELAY", "OTEL_MAX_QUEUE_SIZE",
		"OTEL_MAX_EXPORT_BATCH_SIZE", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_BATCH_EXPORT_TIMEOUT", "OTEL_METRIC_EXPORT_TIMEOUT", "SENTRY_TRACES_SAMPLE_RATE",
		"SENTRY_SAMPLE_RATE", "RESPONSE_MAX_BUFFER_SIZE", "REDIS_SENTINEL_SOCKET_TIMEOUT", "DB_CONNECT_TIMEOUT", "DB_READ_TIMEOUT", "DB_WRITE_TIMEOUT",
	},
	"switches that are right either way": {
		"PLUGIN_ENDPOINT_ENABLED", "PLUGIN_MODEL_INSTALLATIONS_CACHE_ENABLED", "PIP_MIRROR_AUTO_DETECT", "PIP_VERBOSE", "DISPLAY_CLUSTER_LOG",
		"PROMETHEUS_ENABLED", "SENTRY_ATTACH_STACKTRACE", "SENTRY_TRACING_ENABLED", "HEALTH_API_LOG_ENABLED", "HUAWEI_OBS_PATH_STYLE",
	},
	"names, folders and texts of one's own": {
		"SERVER_HOST", "PYTHON_INTERPRETER_PATH", "UV_PATH",
		"PYTHON_COMPILE_ALL_EXTRA_ARGS", "PIP_EXTRA_ARGS", "REDIS_KEY_PREFIX", "REDIS_USERNAME", "REDIS_SENTINEL_USERNAME", "REDIS_SENTINEL_PASSWORD",
		"DB_DEFAULT_DATABASE", "DB_EXTRAS", "DB_CHARSET", "LOG_OUTPUT_FORMAT", "LOG_FILE", "OTEL_API_KEY", "DIFY_PLUGIN_SERVERLESS_CONNECTOR_API_KEY",
		"ALIYUN_OSS_REGION", "ALIYUN_OSS_AUTH_VERSION", "ALIYUN_OSS_PATH", "ALIYUN_OSS_CLOUDBOX_ID", "VOLCENGINE_TOS_REGION", "BAIDU_BOS_REGION",
	},
}

// TestEverySettingHasItsPlace: a setting of the daemon is named by a rule, or known as
// harmless, or read and not used, or gone; of all of them the value is parsed.
func TestEverySettingHasItsPlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no rules", err)
	}
	var source strings.Builder
	for _, name := range files {
		if !strings.HasSuffix(name, "_test.go") {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(data)
		}
	}
	fine := map[string]bool{}
	for _, list := range harmless {
		for _, name := range list {
			if set := installation.OfDaemon(name); set == nil {
				t.Errorf("%s is no setting of the daemon", name)
			}
			fine[name] = true
		}
	}
	n := 0
	for _, set := range installation.Settings() {
		if set.Reader != installation.Daemon {
			continue
		}
		n++
		named := strings.Contains(source.String(), `"`+set.Name+`"`) || strings.Contains(set.Demand, "oneof=")
		switch {
		case set.Until != "" || !set.Used:
		case named && fine[set.Name]:
			t.Errorf("%s is named by a rule and harmless at once", set.Name)
		case !named && !fine[set.Name]:
			t.Errorf("%s has no place", set.Name)
		}
		switch set.Kind {
		case "bool", "int", "int64", "uint16", "float64", "time.Duration", "string", "[]string", "PlatformType", "app.PlatformType":
		default:
			t.Errorf("%s has the kind %q, which nothing parses", set.Name, set.Kind)
		}
	}
	if n < 150 {
		t.Errorf("%d settings", n)
	}
}
