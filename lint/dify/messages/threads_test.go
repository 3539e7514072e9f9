package messages_test

import (
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/difylint/difylint/lint/dify/messages"
)

// Public threads: what was said in them, in short, and the entry that is right.
var threads = []struct {
	thread string
	want   []string // an entry, or several where the words leave it open
	said   string
}{
	{"langgenius/dify-plugin-daemon#149", []string{"daemon/signature"}, `PluginDaemonBadRequestError: plugin verification has been enabled, and the plugin you want to install has a bad signature`},
	{"hjlarry/dify-plugin-database#23", []string{"daemon/signature"}, "新版问题\nPluginDaemonBadRequestError: plugin verification has been enabled, and the plugin you want to install has a bad signature"},
	{"langgenius/dify#13842", []string{"daemon/signature"}, `PluginDaemonBadRequestError：plugin verification has been enabled, and the plugin you want to install has a bad signature`},
	{"langgenius/dify#14713", []string{"daemon/signature"}, "{\n    \"code\": \"invalid_param\",\n    \"message\": \"PluginDaemonBadRequestError: plugin verification has been enabled, and the plugin you want to install has a bad signature\",\n    \"status\": 400\n}"},
	{"gao-ai-com/dify-plugin-langfuse#12", []string{"daemon/signature"}, "req_id: 18a38fbdd6 \nPluginDaemonBadRequestError: plugin verification has been enabled, and the plugin you want to install has a bad signature"},
	{"langgenius/dify-plugin-daemon#643", []string{"uv/offline", "uv/no-solution"}, "failed to launch plugin: failed to install dependencies: failed to install dependencies: exit status 1, output: DEBUG uv 0.9.13 (7ca92dcf6 2025-11-26) DEBUG Acquired shared lock DEBUG No workspace root found, using proje...hint: Packages were unavailable because the network was disabled. When the network is disabled, registry packages may only be read from the cache."},
	{"langgenius/dify#37275", []string{"uv/killed"}, "plugin_daemon-1  | 2026-06-11T01:01:36.175591111Z ERROR dify-plugin-daemon logger.go:24 local runtime start failed error=\"failed to install dependencies: failed to start command: context canceled\\nfailed to init environment\" plugin=langgenius/tongyi:0.2.0@4e5891a2"},
	{"langgenius/dify#29589", []string{"uv/killed"}, "failed to launch plugin: failed to install dependencies: failed to install dependencies: signal: killed, output: DEBUG uv 0.9.17 TRACE Checking lock for `~/.cache/uv` at `~/.cache/uv/.lock`"},
	{"langgenius/dify#34180", []string{"uv/killed"}, "failed to launch plugin: failed to install dependencies: failed to install dependencies: signal: killed, output: DEBUG uv 0.9.26\nDEBUG Acquired shared lock for `~/.cache/uv`\nDEBUG Found project root: `/app/storage/cwd/langgenius/tongyi-0.1.34@a3a90f`"},
	{"junjiem/dify-plugin-repackaging#53", []string{"uv/no-solution"}, "failed to launch plugin: failed to install dependencies: exit status 1, output: DEBUG uv 0.9.18 ... Because setuptools was not found in the provided package locations and you require setuptools>=40.8.0, we can conclude that your requirements are unsatisfiable. help: odfpy (v1.4.1) was included because pandas[excel] depends on odfpy failed to init environment"},
	{"langgenius/dify#16076", []string{"uv/network"}, " [ERROR]init environment failed: failed to install dependencies: exit status 2, output: error: Failed to fetch: `http://mirrors.aliyun.com/pypi/simple/requests/`\n  Caused by: Request failed after 3 retries\n  Caused by: error sending request for url (http://mirrors.aliyun.com/pypi/simple/requests/)"},
	{"lfenghx/skill_agent#7", []string{"uv/killed"}, "报错如下：\nfailed to launch plugin: failed to install dependencies: failed to install dependencies: signal: killed, output: DEBUG uv 0.9.18 TRACE Checking lock TRACE poll_complete failed to init environment"},
	{"xcsf/dify-plugin-repackaging-python#3", []string{"uv/network"}, "failed to launch plugin: failed to install dependencies: failed to install dependencies: exit status 1, output: DEBUG uv 0.11.7 ├─▶ error sending request for url │ (https://files.pythonhosted.org/packages/7f/werkzeug-3.1.7-py3-none-any.whl) ├─▶ client error (Connect) ├─▶ dns error ╰─▶ failed to lookup address information: Name or service not known help: `werkzeug` (v3.1.7) was included because `email` depends on `dify-plugin` failed to init environment"},
	{"bowenliang123/markdown-exporter#125", []string{"daemon/no-node"}, `PluginDaemonInternalServerError: no available node, plugin not found`},
	{"langgenius/dify#17941", []string{"daemon/no-node"}, `Run failed: [siliconflow] Error: PluginDaemonInternalServerError: no available node, plugin not found`},
	{"langgenius/dify#14649", []string{"daemon/no-node"}, `2025/03/02 10:00:00 factory.go:28: [ERROR]PluginDaemonInternalServerError: no available node, plugin not found`},
	{"junjiem/dify-plugin-tools-dbquery#51", []string{"daemon/no-node"}, `点击保存时，dify报错：req_id: 873a952cb7 PluginDaemonInternalServerError: no available node, plugin not found`},
	{"langgenius/dify-plugin-daemon#635", []string{"daemon/no-node"}, "2026-03-16T09:10:03.084981Z WARN dify-plugin-daemon middleware.go:132 no plugin available nodes found, attempting lazy initialization plugin=8386ee39/openai_api_compatible:0.0.39@00c9\n2026-03-16T09:10:03.084988Z ERROR dify-plugin-daemon middleware.go:138 lazy initialization failed error=\"lazy initialization not supported for remote debugging plugins\""},
	{"langgenius/dify-plugin-daemon#333", []string{"installation/storage", "daemon/storage-key", "daemon/no-node"}, "plugin_daemon-1 | [ERROR] load data failed: open /app/storage/persistence/9c76ce08/hjlarry/mcp-server/950d09: no such file or directory.\napi-1            | core.plugin.impl.exc.PluginDaemonInternalServerError: PluginDaemonInternalServerError: plugin not found"},
	{"langgenius/dify#14049", []string{"daemon/no-node"}, `core.plugin.manager.exc.PluginNotFoundError: PluginNotFoundError: plugin not found`},
	{"langgenius/dify-plugins#2679", []string{"marketplace/sdk"}, "### Failed Checks\n| Check | Status | Detail | Required action |\n|---|---|---|---|\n| `dify_plugin version` | ❌ Fail | dify_plugin must be installed and >= 0.9.0, but it was not found. | Use dify_plugin >= 0.9.0 in the packaged plugin environment. |"},
	{"langgenius/dify-plugins#2355", []string{"marketplace/sdk"}, "| `README language` | ✅ Pass | README.md CJK ratio=0.0% (zh=0, en=1158, allowed_zh<=0) |\n| `PRIVACY.md` | ✅ Pass | PRIVACY.md exists and is non-empty. |\n| `dify_plugin version` | ❌ Fail | dify_plugin version must be >= 0.5.0; found 0.4.5. |\n### Required Fixes\n- **dify_plugin version**: dify_plugin version must be >= 0.5.0; found 0.4.5."},
	{"langgenius/dify-plugins#2552", []string{"marketplace/sdk"}, "| `dify_plugin version` | ❌ Fail | dify_plugin version must be >= 0.9.0; found 0.8.0. | Use dify_plugin >= 0.9.0 in the packaged plugin environment. |"},
	{"langgenius/dify-plugins#2743", []string{"marketplace/install"}, "| `Install test` | ❌ Fail | Command failed (1): /var/folders/T/.venv/bin/python /var/folders/T/toolkit/validator/test-plugin-install.py -d /var/folders/c5/ssq8… | Fix the plugin so test-plugin-install.py passes. |"},
	{"langgenius/dify-plugins#2499", []string{"marketplace/one-package"}, "| `Single .difypkg` | ❌ Fail | Exactly one `.difypkg` file must be changed in a PR. This PR changes two packages. | Keep only one `.difypkg` package change in this PR |"},
	{"langgenius/dify-plugins#2460", []string{"marketplace/pr-language", "marketplace/readme-english"}, "| `PR content language` | ❌ Fail | PR title/body CJK ratio=0.6% (zh=14, en=2381, ignored_zh=0, allowed_zh<=0); Chinese characters are not allowed in PR content except configured allowlist snippets. |\n| `README language` | ❌ Fail | README.md CJK ratio=0.6% (zh=20, en=3089, allowed_zh<=0); Chinese characters are not allowed. | Remove Chinese characters from README.md and use the multilingual README pattern |"},
	{"langgenius/dify-plugins#2860", []string{"marketplace/icon"}, "| `Icon validation` | ❌ Fail | icon file not found: _assets/icon.svg | Provide a real custom icon file under _assets/ and reference it from manifest.yaml. |\n| `Packaging test` | ❌ Fail | Command failed (1): python toolkit/uploader/upload-package.py -d x | Fix the plugin so upload-package.py --test passes. |"},
	{"langgenius/dify-plugins#2286", []string{"daemon/folder-entry"}, "dify-plugin plugin checksum contrastapi.difypkg\nerror=\"read provider: is a directory\"\nFailed to upload package: {'code': -1, 'data': None, 'msg': 'package decode failed'}"},
	{"langgenius/dify#19319", []string{"daemon/folder-entry"}, "{\n    \"code\": \"invalid_param\",\n    \"message\": \"PluginDaemonBadRequestError: read _assets: is a directory\",\n    \"status\": 400\n}"},
	{"hjlarry/dify-plugin-storage#8", []string{"daemon/archive"}, `req_id: ab8750e77c PluginDaemonBadRequestError: difypkg: not a valid difypkg file`},
	{"langgenius/dify#30151", []string{"api/daemon-down"}, "httpx.ConnectError: [Errno 111] Connection refused\n2025-12-25 15:10:59,369 ERROR [base.py:213] 6d488024f4 Failed to request plugin daemon, url: plugin/4a4c0439/management/models\nTraceback (most recent call last):\n  File \"site-packages/httpx/_transports/default.py\", line 72, in map_httpcore_exceptions"},
	{"langgenius/dify#15855", []string{"api/daemon-down"}, "ConnectionRefusedError: [Errno 111] Connection refused\nRequest to Plugin Daemon Service failed"},
	{"langgenius/dify#17022", []string{"api/daemon-down"}, "2025-03-27 07:08:49,616 ERROR [base.py:67] 5868065301 Request to Plugin Daemon Service failed\nTraceback (most recent call last):\n  File \"/storage/dify/api/.venv/lib/python3.12/site-packages/urllib3/connection.py\", line 198, in _new_conn"},
	{"langgenius/dify#36529", []string{"api/daemon-down"}, "【V1.14.2】Failed to request plugin daemon"},
	{"langgenius/dify#27713", []string{"api/daemon-404"}, "2025-11-01 08:29:25.092 ERROR [Dummy-24] [base.py:209] - Failed to request plugin daemon, status: 404, url: plugin/ad147542/management/triggers\nhttpx.HTTPStatusError: Client error '404 Not Found' for url 'http://plugin_daemon:5002/plugin/ad147542/management/triggers?page=1&page_size=256'"},
	{"langgenius/dify#29929", []string{"api/daemon-404"}, "2025-12-19 03:43:57 ERROR [Dummy-2] [base.py:209] - Failed to request plugin daemon, status: 404, url: plugin/7679c3f3/debugging/key"},
	{"xjl456852/dify-plugin-repackaging-plus#8", []string{"api/daemon-404"}, "打包完成了，安装失败\n2026-04-20T01:50:24.367402422Z WARN dify-plugin-daemon middleware.go:83 trace_id=8631 HTTP request status=400 latency_ms=0 method=GET path=/plugin/a9c30177/management/decode/from_identifier?plugin_unique_identifier=langgenius%2Follama"},
	{"langgenius/dify#15122", []string{"api/marketplace"}, "{\n    \"code\": \"invalid_param\",\n    \"message\": \"Reached maximum retries (3) for URL https://marketplace.dify.ai/api/v1/plugins/download?unique_identifier=langgenius/ollama:0.0.3@9ded\",\n    \"status\": 400\n}"},
	{"langgenius/dify#16153", []string{"api/marketplace"}, `Reached maximum retries (3) for URL https://market!unique identifier=langgenius/deepseek:0.0.5@fd6efc`},
	{"hjlarry/dify-plugin-mcp_server#24", []string{"api/marketplace"}, "Unable to install into Dify\nClicked on Install, opened a new tab, but reported an error time out:\nERR_CONNECTION_TIMED_OUT"},
	{"langgenius/dify-plugins#624", []string{"daemon/repeated"}, `"init environment for plugin langgenius/anthropic:0.0.14 failed too many times, you should consider the package is corrupted or your network is unstable"`},
	{"langgenius/dify#15940", []string{"uv/killed"}, "docker-plugin_daemon-1  | 2025/03/16 13:15:43 runtime_lifetime.go:76: [ERROR]init environment failed: failed to install dependencies: signal: killed, output: Resolved 41 packages in 2.52s\ndocker-plugin_daemon-1  | Downloading gevent (6.4MiB)\ndocker-plugin_daemon-1  | init process exited due to no activity for 120 seconds, retry in 30s"},
	{"langgenius/dify#33629", []string{"uv/killed"}, `failed to launch plugin: failed to install dependencies: failed to start command: context canceled failed to init environment`},
	{"langgenius/dify-official-plugins#550", []string{"daemon/compile"}, `[ERROR]init environment failed: failed to pre-compile the plugin: , retry in 30s`},
	{"langgenius/dify-plugin-daemon#9", []string{"uv/killed"}, `dify-plugin-daemon: init process exited due to long time no activity`},
	{"langgenius/dify#15082", []string{"api/timeout"}, `[ERROR]PluginDaemonInternalServerError: killed by timeout`},
	{"langgenius/dify-plugin-daemon#290", []string{"api/timeout"}, "2025/05/20 05:07:10 factory.go:28: [ERROR]PluginDaemonInternalServerError: killed by timeout\ngoroutine 380583 [running]:\nruntime/debug.Stack()\n\t/usr/local/go/src/runtime/debug/stack.go:26 +0x5e"},
	{"langgenius/dify#27714", []string{"api/timeout", "sdk/log-on-stdout"}, "**2025/10/31 19:08:51 stdio.go:179: [ERROR]plugin langgenius/agent:0.0.25 has an error on stdout: bufio.Scanner: token too long**\nAgent - PluginDaemonInternalServerError: killed by timeout"},
	{"langgenius/dify#24677", []string{"sdk/broken-environment"}, "  File \"/usr/lib/python3.12/importlib/__init__.py\", line 90, in import_module\n    return _bootstrap._gcd_import(name[level:], package, level)\nModuleNotFoundError: No module named 'gevent._gevent_c_hub_local'\n2025/08/28 03:21:06 run.go:185: [INFO]plugin leslie2046/moderation:0.0.1 stopped"},
	{"langgenius/dify#17456", []string{"sdk/broken-environment"}, "docker-plugin_daemon-1  | 2025/04/04 16:15:53 run.go:131: [ERROR]plugin langgenius/deepseek:0.0.5 exited with error: exit status 1\ndocker-plugin_daemon-1  |   File \"/app/storage/cwd/langgenius/deepseek-0.0.5@fd6e/.venv/lib/python3.12/site-packages/gevent/_hub_local.py\", line 150, in <module>\ndocker-plugin_daemon-1  | ImportError: failed to map segment from shared object"},
	{"langgenius/dify-official-plugins#1748", []string{"sdk/no-sdk"}, `ModuleNotFoundError: No module named 'dify_plugin'`},
	{"langgenius/dify-plugins#206", []string{"pip/no-version"}, "ERROR: Could not find a version that satisfies the requirement dify_plugin~=0.0.1b72 (from versions: 0.0.1b2, 0.0.1b3)\nERROR: No matching distribution found for dify_plugin~=0.0.1b72"},
	{"langgenius/dify-plugin-daemon#427", []string{"api/parse", "sdk/value"}, "2025-08-22 09:32:53.444 ERROR [Dummy-6] [base.py:161] - Failed to parse response from plugin daemon to PluginDaemonBasicResponse [PluginListResponse], url: p1e4/management/list\npydantic_core._pydantic_core.ValidationError: 1 validation error for PluginDaemonBasicResponse[PluginListResponse]\ndata\n  Input should be a valid dictionary or instance of PluginListResponse [type=model_type, input_value=[], input_type=list]\n    For further information visit https://errors.pydantic.dev/2.11/v/model_type"},
	{"langgenius/dify#41605", []string{"sdk/value", "sdk/multiple"}, "api-1  | pydantic_core._pydantic_core.ValidationError: 1 validation error for PluginDaemonBasicResponse[list[PluginToolProviderEntity]]\napi-1  | data.3.declaration.tools.6.parameters.0\napi-1  |   Value error, multiple is only valid for select and dynamic-select parameters [type=value_error, input_value={'name': 'csv_files', 'la...: None, 'options': None}, input_type=dict]\napi-1  | ValueError: Failed to parse response from plugin daemon to PluginDaemonBasicResponse [list], url: plugin/1557f938/management/tools"},
	{"langgenius/dify#28921", []string{"api/parse"}, "Failed to parse response from plugin daemon to PluginDaemonBasicResponse [list], url: plugin/2f2423d5/management/triggers Traceback (most recent call last)"},
	{"langgenius/dify#19872", []string{"daemon/identifier"}, "2025/05/18 03:01:39 watcher.go:73: [ERROR]list installed plugins failed: plugin_unique_identifier is not valid: bikeread/dify_wechat_plugin0.0.2@7b0051bf0"},
	{"langgenius/dify#22741", []string{"daemon/identifier"}, "2025/07/23 14:16:09 installed_bucket.go:81: [ERROR]failed to create PluginUniqueIdentifier from path langgenius/email_0.0.7@6c38: plugin_unique_identifier is not valid: langgenius/email_0.0.7@6c38"},
	{"langgenius/dify-plugins#373", []string{"daemon/identifier"}, "使用自己的github ID的插件安裝時plugin_unique_identifier is not valid"},
	{"langgenius/dify#16361", []string{"daemon/field"}, "Key: 'PluginUniqueIdentifiers[0]' Error:Field validation for 'PluginUniqueIdentifiers[0]' failed on the 'plugin_unique_identifier' tag"},
	{"junjiem/dify-plugin-repackaging#44", []string{"daemon/field"}, "package.go:27: [ERROR]failed to package plugin Key: 'PluginDeclaration.PluginDeclarationWithoutAdvancedFields.Tags[1]' Error:Field validation for 'Tags[1]' failed on the 'plugin_tag' tag"},
	{"xjl456852/dify-plugin-repackaging-plus#5", []string{"daemon/families"}, "[ERROR]failed to create plugin decoder , plugin path: /data/tencent_cos_storage_0.3.4, error: at least          one of endpoint, model, tool, or agent_strategy must be provided"},
	{"langgenius/dify#14654", []string{"installation/database"}, "plugin_daemon-1  | 2025/03/24 12:23:09 init.go:144: [PANIC]failed to init dify plugin db: failed to connect to `host=db user=postgres database=postgres`: dial error (dial tcp 172.18.0.3:5432: connect: connection refused)"},
	{"langgenius/dify#18631", []string{"installation/database"}, "docker-plugin_daemon-1  | 2025/04/23 11:17:34 init.go:85: [PANIC]failed to init dify plugin db: failed to connect to `host=db user=postgres database=postgres`: failed SASL auth (FATAL: password authentication failed for user \"postgres\" (SQLSTATE 28P01))"},
	{"langgenius/dify#14162", []string{"installation/database"}, "failed to init dify plugin db: failed to connect to `host=db user=postgres database=postgres`: hostname resolving error (lookup db on 127.0.0.11:53: server misbehaving)"},
	{"langgenius/dify#21313", []string{"api/inner"}, `Failed to transform agent message: PluginInvokeError: {"args":{},"error_type":"Exception","message":"invoke llm model failed: request failed with status code: 404 and respond with: {\"code\": \"not_found\", \"message\": \"The requested URL was not found on the server.\", \"status\": 404}\n"}`},
	{"yzddmr6/chatflow_invoker#2", []string{"api/inner"}, `An error occurred in the plugin, please contact the author of yzddmr6/chatflow_invoker/chatflow_invoker for help, error type: Exception, error details: invoke app failed: request failed with status code: 500 and respond with: {"message":"Internal Server Error","code":"unknown","status":500}`},
	{"langgenius/dify#18257", []string{"sdk/files-url"}, `Failed to transform tool message: PluginInvokeError: {"args":{},"error_type":"UnsupportedProtocol","message":"Request URL is missing an 'http://' or 'https://' protocol."}`},
	{"langgenius/dify#19859", []string{"sdk/files-url"}, `Run failed: Failed to transform tool message: PluginInvokeError: {"args":{},"error_type":"ValueError","message":"Invalid file URL '/files/804b40e0/file-preview?timestamp=1747485836\u0026nonce=3910\u0026sign=l6GO=': Request URL is missing an 'http://' or 'https://' protocol.. Ensure the FILES_URL environment variable is set in your .env file"}`},
	{"langgenius/dify-plugin-daemon#405", []string{"daemon/size"}, `PluginDaemonBadRequestError: file size exceeds the maximum limit`},
	{"BorisPolonsky/dify-helm#204", []string{"installation/body"}, "安装本地插件，提示413 Request Entity Too Large"},
	{"langgenius/dify-docs#459", []string{"sdk/debug-key"}, `An error occurred while parsing the data: b'handshake failed, invalid key'`},
	{"langgenius/dify#28239", []string{"installation/storage"}, "req_id:95da1ae587\nPluginDaemonBadRequestError: open /app/storage/plugin_packages/langgenius/tongyi:1.0.0@a2dd: invalid argument failed to save package"},
	{"langgenius/dify#20027", []string{"installation/storage"}, `PluginInvokeError: {"args":{},"error_type":"PermissionError","message":"[Errno 13] Permission denied: '/app'"}`},
	{"langgenius/dify-official-plugins#253", []string{"installation/authority"}, "How to use a self-signed certificate with the dify plugin?\nssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'xxx.com.cn'. (_ssl.c:1010)"},
	{"langgenius/dify-plugin-daemon#148", []string{"sdk/value"}, "pydantic_core._pydantic_core.ValidationError: 5 validation errors for ToolProviderConfiguration\nidentity.author\n  Input should be a valid string [type=string_type, input_value=1, input_type=int]\n    For further information visit https://errors.pydantic.dev/2.8/v/string_type\nidentity.description.zh_Hans\n  Input should be a valid string [type=string_type, input_value=1, input_type=int]"},
	{"langgenius/dify-plugins#293", []string{"cli/command"}, `dify plugin package ./google: No such command 'plugin'.`},
	{"langgenius/dify-plugins#2266", []string{"sdk/value"}, "!!! Process exited, here is the stderr:\n  File \"/home/runner/.venv/lib/python3.12/site-packages/dify_plugin/core/plugin_registration.py\", line 163, in _load_plugin_configuration\npydantic_core._pydantic_core.ValidationError: 1 validation error for ToolProviderConfiguration\ntools\n  Value error, Error loading tool configuration: 1 validation error for ToolParameter\nform\n  Field required [type=missing, input_value={'name': 'q', 'type': 'string'}, input_type=dict]\n    For further information visit https://errors.pydantic.dev/2.13/v/missing [type=value_error, input_value={'identity': {}}, input_type=dict]"},
	{"langgenius/dify-plugin-daemon#265", []string{"installation/redis-log"}, "plugin_daemon-1  | 2025/05/08 07:56:01 manager.go:168: [PANIC]init redis client failed: dial tcp: lookup redis: i/o timeout\nplugin_daemon-1  | panic: [PANIC]init redis client failed: dial tcp: lookup redis: i/o timeout\nplugin_daemon-1  | goroutine 1 [running]:"},
	{"langgenius/dify#14730", []string{"installation/database"}, "plugin_daemon-1  | 2025/03/14 18:38:28 init.go:144: [PANIC]failed to init dify plugin db: failed to connect to host=ep.example.com user=owner database=postgres: dial error (dial tcp [2a05:d014::9552]:5432: connect: cannot assign requested address)"},
	{"langgenius/dify#29098", []string{"installation/storage"}, "Setup failed: PermissionDenied (persistent) at write => permission denied Context: service: fs path: privkeys/7093bd7a/private.pem Source: Permission denied (os error 13)"},
	{"langgenius/dify#22397", []string{"api/parse"}, "Failed to parse response from plugin daemon to PluginDaemonBasicResponse [PluginAgentProviderEntity], url: plugin/b2857e73/management/agent_strategy"},
	{"langgenius/dify#17788", []string{"installation/settings"}, `[PANIC]Error processing environment variables: envconfig.Process: assigning S3_USE_AWS_MANAGED_IAM to S3UseAwsManagedIam: converting '' to type bool. details: strconv.ParseBool: parsing "": invalid syntax`},
	{"langgenius/dify#20298", []string{"sdk/value", "api/parse"}, "1 validation error for PluginDaemonBasicResponse[PluginListResponse] data Input should be a valid dictionary or instance of PluginListResponse [type=model_type, input_value=[{'id': 'c453c9ef-7bb4-44...5561cd622e6508cd3254'}}], input_type=list] For further information visit https://errors.pydantic.dev/2.11/v/model_type"},
	{"svcvit/dify-plugin-tod_agent#8", []string{"sdk/answer"}, `Run failed: Failed to transform agent message: PluginInvokeError: {"args":{},"error_type":"Exception","message":"Failed to parse response: 1 validation error for LLMResultChunk\nprompt_messages\n  Field required [type=missing, input_value={'model': 'deepseek-ai/De...}}, input_type=dict]"}`},
	{"junjiem/dify-plugin-agent-mcp_sse#10", []string{"sdk/parameters"}, "Failed to transform agent message: PluginInvokeError: {\"args\":{},\"error_type\":\"ValidationError\",\"message\":\"1 validation error for\n FunctionCallingParams\\nmodel.entity\\n Input should be a valid dictionary or instance of AIModelEntity [type=model_type, input_value=None, \ninput_type=NoneType]\"}"},
	{"langgenius/dify#16050", []string{"installation/refused", "sdk/credentials"}, "core.model_runtime.errors.validate.CredentialsValidateFailedError: An error occurred during credentials validation: HTTPSConnectionPool(host='api.siliconflow.cn', port=443): Max retries exceeded with url: /v1/chat/completions (Caused by NewConnectionError('Failed to establish a new connection: [Errno -3] Temporary failure in name resolution'))"},
	{"langgenius/dify#20266", []string{"installation/authority"}, "An error occurred during credentials validation: HTTPSConnectionPool(host='xx', port=443): Max retries exceeded with url: /v1/chat/completions (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1000)')))"},
	{"langgenius/dify#30928", []string{"daemon/dependencies"}, "failed to launch plugin: failed to install dependencies: failed to install dependencies: exit status 1, output: DEBUG uv 0.9.18 TRACE Checking lock for `~/.cache/uv` DEBUG Searching for default Python interpreter in virtual environments failed to init environment"},
	{"langgenius/dify#20346", []string{"api/marketplace"}, "2025-05-28 03:00:44.114 ERROR [Dummy-28] [plugin_service.py:86] - failed to fetch latest plugin version\nTraceback (most recent call last):\n  File \"/app/api/core/helper/marketplace.py\", line 29, in batch_fetch_plugin_manifests\nhttpx.ConnectTimeout: [Errno 110] Connection timed out"},
	{"aws-samples/dify-self-hosted-on-aws#49", []string{"installation/object-storage"}, "server.go:31: [PANIC]Failed to create s3 storage: operation error S3: CreateBucket, resolve auth scheme: resolve endpoint: endpoint rule error, Custom endpoint `` was not a valid URI"},
}

// The right cause comes first in nine of ten threads, and none is unknown.
func TestThreads(t *testing.T) {
	if len(threads) < 60 {
		t.Fatalf("%d threads", len(threads))
	}
	seen := map[string]bool{}
	for _, c := range threads {
		if seen[c.thread] {
			t.Errorf("%s stands twice", c.thread)
		}
		seen[c.thread] = true
		answers := messages.Diagnose([]byte(c.said), nil, nil)
		switch {
		case len(answers) == 0:
			t.Errorf("%s: unknown: %s", c.thread, c.said)
		case !slices.Contains(c.want, answers[0].ID):
			t.Errorf("%s: %s comes first, want %s: %s", c.thread, answers[0].ID, c.want, answers[0].Said)
		}
	}
}

// wrappings are what programs and people put around what was said.
var wrappings = map[string]func(string) string{
	"JSON":       quoted,
	"JSON twice": func(s string) string { return `{"event": ` + quoted(`{"message": `+quoted(s)+`}`) + `}` },
	"a JSON log": func(s string) string {
		return `{"log":` + quoted(s+"\n") + `,"stream":"stderr","time":"2026-06-11T01:01:36.17Z"}`
	},
	"a structured log": func(s string) string { return `time="2026-06-11T01:01:36Z" level=error msg=` + quoted(s) },
	"colours": func(s string) string {
		return "\x1b[31;1m" + strings.ReplaceAll(s, " ", " \x1b[0m\x1b[31m") + "\x1b[0m"
	},
	"colours without the escape": func(s string) string { return "[31m" + s + "[0m" },
	"a compose file":             each("docker-plugin_daemon-1  | "),
	"a service":                  each("plugin_daemon | "),
	"a time":                     each("2026-06-11T01:01:36.175591111Z "),
	"a time with commas":         each("2026-06-11 01:01:36,175 "),
	"an hour":                    each("[01:01:36] "),
	"GitHub's log":               each("2026-06-11T01:01:36.1755911Z ##[error]"),
	"GitHub's download":          each("test / install (ubuntu)\tRun the check\t2026-06-11T01:01:36.1755911Z "),
	"an annotation":              func(s string) string { return "::error file=a.yml,line=1::" + strings.ReplaceAll(s, "\n", "%0A") },
	"syslog":                     each("Jun 11 01:01:36 host dockerd[812]: "),
	"kubectl":                    each("[pod/dify-plugin-daemon-0/daemon] "),
	"containerd":                 each("2026-06-11T01:01:36.175591111Z stderr F "),
	"a quote":                    each("> "),
	"a fence":                    func(s string) string { return "Logs:\n```text\n" + s + "\n```\nWhat now?" },
	"Chinese": func(s string) string {
		return "安装插件时报错，请问怎么解决？\n错误信息如下：" + s + "。谢谢！"
	},
	"HTML": func(s string) string { return "<pre>" + html.EscapeString(s) + "</pre>" },
	"CRLF": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") + "\r\n" },
	"a table": func(s string) string {
		return "| step | said |\n| --- | --- |\n| install | " + strings.ReplaceAll(s, "\n", "<br>") + " |"
	},
	"UTF-16": func(s string) string {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	},
}

func each(prefix string) func(string) string {
	return func(s string) string { return prefix + strings.ReplaceAll(s, "\n", "\n"+prefix) }
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// What is put around a message changes nothing.
func TestWrapped(t *testing.T) {
	names := slices.Sorted(maps.Keys(wrappings))
	for i, c := range threads {
		bare := messages.Diagnose([]byte(c.said), nil, nil)
		for k := range 3 { // all of them would take a minute
			name := names[(3*i+k)%len(names)]
			wrap := wrappings[name]
			got := messages.Diagnose([]byte(wrap(c.said)), nil, nil)
			switch {
			case len(got) == 0:
				t.Errorf("%s: %s: unknown: %q", name, c.thread, wrap(c.said))
			case got[0].ID != bare[0].ID && !slices.Contains(c.want, got[0].ID):
				t.Errorf("%s: %s: %s comes first, want %s", name, c.thread, got[0].ID, bare[0].ID)
			}
		}
	}
}

// first is the entry of the first answer.
func first(answers []messages.Answer) string {
	if len(answers) == 0 {
		return "unknown"
	}
	return answers[0].ID
}

// The rows of the guide for people who install plugins.
func TestGuide(t *testing.T) {
	for said, want := range map[string]string{
		"plugin verification has been enabled, and the plugin you want to install has a bad signature": "daemon/signature",
		"bad signature": "daemon/signature",
		"x509: certificate has expired or is not yet valid":                                                           "installation/expired",
		"signature algorithm mismatch":                                                                                "daemon/algorithm",
		"plugin verification failed":                                                                                  "daemon/signature",
		"PermissionDeniedError: Plugin lacks required net:outbound permission":                                        "daemon/scope",
		"init process exited due to no activity for 120 seconds":                                                      "uv/killed",
		"SSL certificate verify failed":                                                                               "installation/authority",
		"requests.exceptions.ConnectionError: marketplace.dify.ai: Name or service not known":                         "api/marketplace",
		"dify plugin: dial tcp 127.0.0.1:5001: connect: connection refused":                                           "installation/refused",
		"failed to launch plugin: × No solution found when resolving dependencies":                                    "uv/no-solution",
		"mkdir /app/storage/cwd: permission denied":                                                                   "installation/storage",
		"manifest.yaml: yaml: line 4: found a tab character that violates indentation":                                "daemon/yaml",
		"permission denied, you need to enable tool access in plugin manifest":                                        "daemon/permission",
		"dify plugin install: dial tcp: lookup marketplace.dify.ai: no such host":                                     "api/marketplace",
		"failed to launch plugin: ModuleNotFoundError: No module named 'requests'":                                    "sdk/module",
		"failed to launch plugin: signal: killed":                                                                     "uv/killed",
		"PluginDaemonInternalServerError: killed by timeout":                                                          "api/timeout",
		"plugin_daemon: dial tcp: lookup registry-1.docker.io: i/o timeout":                                           "installation/refused",
		"dify: requests.exceptions.SSLError: certificate verify failed: self-signed certificate in certificate chain": "installation/authority",
	} {
		answers := messages.Diagnose([]byte(said), nil, nil)
		if len(answers) == 0 || answers[0].ID != want {
			t.Errorf("%s: %s, want %s", said, first(answers), want)
		}
	}
}

// The daemon's own log lines, and what code and services say while a plugin runs.
func TestKinds(t *testing.T) {
	for said, want := range map[string]string{
		"plugin_daemon-1  | [ERROR]failed to update the status of the node: EOF":                                                                                     "daemon/cluster",
		"plugin_daemon | failed to auto migrate: ERROR: permission denied for schema public":                                                                         "installation/database-log",
		"2025/06/01 io.go:57: [ERROR]unmarshal json failed, failed to parse session message":                                                                         "daemon/session-message",
		"plugin acme/demo:0.0.1 has an error on stdout: bufio.Scanner: token too long":                                                                               "sdk/log-on-stdout",
		"2025/06/01 [ERROR]panic recovered in plugin_daemon":                                                                                                         "daemon/panic",
		"SELECT * FROM \"plugin_declarations\" WHERE plugin_unique_identifier = 'acme/demo:0.0.1@6f0b'":                                                              "daemon/lookup",
		"AttributeError: 'Session' object has no attribute 'tools'\nFile \"/app/storage/cwd/acme/demo-0.0.1@aa/tools/search.py\", line 14":                           "sdk/attribute",
		"TypeError: 'NoneType' object is not iterable\n  File \"/x/site-packages/dify_plugin/core/plugin_executor.py\", line 61":                                     "sdk/no-generator",
		"ConnectionRefusedError: [Errno 111] Connection refused\n  File \"/x/site-packages/dify_plugin/core/server/tcp/request_reader.py\", line 74":                 "sdk/debug-unreached",
		"requests.exceptions.ConnectionError: HTTPSConnectionPool(host='openaipublic.blob.core.windows.net', port=443): Max retries exceeded\n/app/storage/cwd/acme": "installation/connection",
		"error: Failed to download `dify-plugin==0.5.1`\n  Caused by: Hash mismatch for `dify-plugin==0.5.1`":                                                        "uv/hash",
		"nginx: client intended to send too large body: 20971520 bytes, request: \"POST /console/api/workspaces/current/plugin/upload/pkg\"":                         "installation/body",
		"tools/search.yaml: identity missing: Field required\ntools/search.yaml: extra missing: Field required":                                                      "sdk/empty",
	} {
		if a := messages.Diagnose([]byte(said), nil, nil); first(a) != want {
			t.Errorf("%s: %s, want %s", said, first(a), want)
		}
	}
}

// What has nothing to do with plugins.
var unknown = []string{
	"main.go:12:5: undefined: foo",
	"error[E0382]: borrow of moved value: `s`\n --> src/main.rs:5:20",
	"src/app.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
	"foo.c:10:3: error: expected ';' before 'return'",
	"undefined reference to `pthread_create'\ncollect2: error: ld returned 1 exit status",
	"error: cannot find symbol\n  symbol:   class Foo\n  location: package com.example",
	"Traceback (most recent call last):\n  File \"app.py\", line 3, in <module>\n    print(1/0)\nZeroDivisionError: division by zero",
	"Traceback (most recent call last):\n  File \"/srv/shop/manage.py\", line 11, in main\n    from django.core.management import execute_from_command_line\nModuleNotFoundError: No module named 'django'",
	"Traceback (most recent call last):\n  File \"train.py\", line 9, in <module>\n    import torch\nImportError: libcudart.so.12: cannot open shared object file: No such file or directory",
	"Traceback (most recent call last):\n  File \"x.py\", line 1, in <module>\n    d['a']\nKeyError: 'a'",
	"TypeError: unsupported operand type(s) for +: 'int' and 'str'",
	"TypeError: 'NoneType' object is not subscriptable\n  at line 4 of report.py",
	"pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nDATABASE_URL\n  Field required [type=missing, input_value={}, input_type=dict]",
	"fastapi.exceptions.RequestValidationError: [{'type': 'missing', 'loc': ('body', 'name'), 'msg': 'Field required'}]",
	"1 validation error for UserCreate\nemail\n  value is not a valid email address: An email address must have an @-sign. [type=value_error, input_value='x', input_type=str]",
	"File \"shop/views.py\", line 20\n    def get(self\n           ^\nSyntaxError: '(' was never closed",
	"2024/05/01 10:00:00 [error] 31#31: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: shop.example, upstream: \"http://127.0.0.1:8000/\"",
	"2024/05/01 10:00:00 [error] 31#31: *1 upstream timed out (110: Connection timed out) while reading response header from upstream",
	"nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
	"2024/05/01 [error] 7#7: *5 client intended to send too large body: 10485761 bytes, client: 10.0.0.1, server: files.example.com",
	"npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree",
	"npm ERR! code ENOENT\nnpm ERR! syscall open\nnpm ERR! path /home/me/package.json",
	"yarn error An unexpected error occurred: \"https://registry.yarnpkg.com/react: getaddrinfo ENOTFOUND registry.yarnpkg.com\".",
	"Error: Cannot find module 'express'\nRequire stack:\n- /srv/app/index.js",
	"Warning  FailedScheduling  2m  default-scheduler  0/3 nodes are available: 3 Insufficient memory.",
	"Back-off restarting failed container web in pod web-7c9d_default",
	"Error from server (Forbidden): pods is forbidden: User \"me\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"",
	"error: error validating \"deploy.yaml\": error validating data: ValidationError(Deployment.spec): missing required field \"selector\" in io.k8s.api.apps.v1.DeploymentSpec",
	"error converting YAML to JSON: yaml: line 12: did not find expected key",
	"Error: YAML parse error on chart/templates/service.yaml: error converting YAML to JSON: yaml: line 7: mapping values are not allowed in this context",
	"Unable to connect to the server: x509: certificate signed by unknown authority",
	"Failed to pull image \"registry.example.com/web:1\": rpc error: code = Unknown desc = Error response from daemon: manifest unknown",
	"ERROR:  relation \"users\" does not exist at character 15",
	"psycopg2.OperationalError: could not connect to server: Connection refused\n\tIs the server running on host \"localhost\" and accepting TCP/IP connections on port 5432?",
	"ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
	"ORA-00942: table or view does not exist",
	"sqlite3.OperationalError: database is locked",
	"redis.exceptions.ResponseError: WRONGTYPE Operation against a key holding the wrong kind of value",
	"Could not connect to Redis at 127.0.0.1:6379: Connection refused",
	"fatal: not a git repository (or any of the parent directories): .git",
	"error: failed to push some refs to 'github.com:me/repo.git'",
	"CONFLICT (content): Merge conflict in README.md",
	"terraform: Error: Invalid provider configuration\nProvider \"aws\" requires explicit configuration.",
	"ansible: fatal: [host]: UNREACHABLE! => {\"changed\": false, \"msg\": \"Failed to connect to the host via ssh: Permission denied (publickey).\"}",
	"Exception in thread \"main\" java.lang.NullPointerException\n\tat com.example.Main.main(Main.java:5)",
	"org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'dataSource'",
	"Unhandled exception. System.IO.FileNotFoundException: Could not find file '/app/data.json'.",
	"bash: jq: command not found",
	"curl: (7) Failed to connect to example.com port 443 after 3 ms: Couldn't connect to server",
	"make: *** No rule to make target 'all'.  Stop.",
	"Key: 'User.Email' Error:Field validation for 'Email' failed on the 'required' tag",
	"json: cannot unmarshal string into Go struct field Order.total of type float64",
	"panic: runtime error: index out of range [3] with length 3",
	"× No solution found when resolving dependencies:\n  ╰─▶ Because there is no version of miniupnpc==2.0.2 and rotki depends on miniupnpc==2.0.2, we can conclude that your requirements are unsatisfiable.\nhint: seen in rotki's continuous integration",
	"ERROR: Failed building wheel for psycopg2\nerror: subprocess-exited-with-error\nwhile I set up my web shop",
	"The user requested a plugin for vim, and vim says: E492: Not an editor command: PluginInstall",
	"WordPress: The plugin has been deactivated due to an error: Plugin file does not exist.",
	"Jenkins: hudson.util.IOException2: Failed to dynamically deploy this plugin",
	"today the weather is fine, and the signature of the contract is due",
	"permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
}

// foreign are longer texts of other programs, whole as people paste them.
var foreign = map[string]string{
	"nginx":       "2026/05/01 10:00:00 [error] 29#29: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: shop.example.com, request: \"GET / HTTP/1.1\", upstream: \"http://10.0.0.2:8080/\"\n2026/05/01 10:00:01 [warn] 29#29: *3 a client request body is buffered to a temporary file",
	"nginx 413":   "2026/05/01 10:00:00 [error] 7#7: *12 client intended to send too large body: 20971520 bytes, client: 10.0.0.1, server: photos.example.com",
	"npm":         "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree\nnpm ERR! While resolving: shop@1.0.0\nnpm ERR! Found: react@18.2.0\nnpm ERR! Could not resolve dependency:\nnpm ERR! peer react@\"^17.0.0\" from react-plugin-x@2.0.0",
	"yarn":        "error An unexpected error occurred: \"https://registry.example.com/left-pad: Not found\".\ninfo If you think this is a bug, please open a bug report.",
	"eslint":      "Oops! Something went wrong! :(\nESLint: 8.1.0\nESLint couldn't find the plugin \"eslint-plugin-import\".\nThe plugin was referenced from the config file in \".eslintrc.json\".",
	"vite":        "[vite] Internal server error: Failed to resolve import \"./App\" from \"src/main.ts\". Does the file exist?\n  Plugin: vite:import-analysis",
	"webpack":     "ERROR in ./src/index.js 3:0-28\nModule not found: Error: Can't resolve './style.css' in '/home/me/site/src'",
	"kubernetes":  "Warning  FailedScheduling  2m  default-scheduler  0/3 nodes are available: 3 Insufficient memory.\nWarning  BackOff  1m  kubelet  Back-off restarting failed container web in pod web-0",
	"kubelet":     "E0501 10:00:00.000000 1 pod_workers.go:965] \"Error syncing pod, skipping\" err=\"failed to \\\"StartContainer\\\" for \\\"web\\\" with ImagePullBackOff\"",
	"csi":         "MountVolume.MountDevice failed for volume \"pvc-1\" : rpc error: code = NotFound desc = driver name ebs.csi.aws.com not found in the list of registered CSI drivers; the CSI plugin is not registered",
	"helm":        "Error: INSTALLATION FAILED: cannot re-use a name that is still in use",
	"rust":        "error[E0432]: unresolved import `serde`\n --> src/main.rs:1:5\n  |\n1 | use serde::Serialize;\n  |     ^^^^^ use of undeclared crate or module `serde`",
	"cargo":       "error: failed to select a version for `openssl`.\n    ... required by package `native-tls v0.2.0`\nversions that meet the requirements `^0.10` are: 0.10.64",
	"rust panic":  "thread 'main' panicked at src/main.rs:4:5:\ncalled `Result::unwrap()` on an `Err` value: Os { code: 2, kind: NotFound, message: \"No such file or directory\" }",
	"go":          "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4]\n\ngoroutine 1 [running]:\nmain.main()\n\t/home/me/app/main.go:12 +0x1d",
	"go build":    "go: example.com/app imports\n\tgithub.com/x/y: no required module provides package github.com/x/y; to add it:\n\tgo get github.com/x/y",
	"go tls":      "Get \"https://intranet.example.com/\": dial tcp: lookup intranet.example.com on 10.0.0.1:53: no such host",
	"pytest":      "=================================== FAILURES ===================================\n______________________________ test_total ______________________________\n    def test_total():\n>       assert total([1, 2]) == 4\nE       assert 3 == 4\n\ntests/test_cart.py:5: AssertionError\n1 failed, 3 passed in 0.12s",
	"pytest find": "ImportError while importing test module '/home/me/shop/tests/test_cart.py'.\nHint: make sure your test modules/packages have valid Python names.\nE   ModuleNotFoundError: No module named 'shop'",
	"django":      "django.db.utils.OperationalError: could not connect to server: Connection refused\n\tIs the server running on host \"db\" (10.0.0.2) and accepting\n\tTCP/IP connections on port 5432?",
	"flask":       "Traceback (most recent call last):\n  File \"/srv/shop/app.py\", line 3, in <module>\n    from flask import Markup\nImportError: cannot import name 'Markup' from 'flask'",
	"fastapi":     "pydantic_core._pydantic_core.ValidationError: 1 validation error for Order\ntotal\n  Input should be a valid number [type=float_type, input_value='x', input_type=str]",
	"pandas":      "KeyError: 'price'\nThe above exception was the direct cause of the following exception:\n  File \"/home/me/sales.py\", line 9, in <module>",
	"torch":       "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB",
	"pip":         "ERROR: Could not find a version that satisfies the requirement tensorflow==1.15 (from versions: 2.16.1)\nERROR: No matching distribution found for tensorflow==1.15",
	"conda":       "CondaHTTPError: HTTP 000 CONNECTION FAILED for url <https://repo.example.com/pkgs/main/linux-64/repodata.json>",
	"java":        "Exception in thread \"main\" java.lang.ClassNotFoundException: com.example.Shop\n\tat java.base/java.net.URLClassLoader.findClass(URLClassLoader.java:445)",
	"maven":       "[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.11.0:compile (default-compile) on project shop: Compilation failure\n[ERROR] No plugin found for prefix 'spring-boot' in the current project",
	"gradle":      "* What went wrong:\nPlugin [id: 'com.android.application', version: '8.0.0'] was not found in any of the following sources:",
	"spring":      "org.springframework.beans.factory.UnsatisfiedDependencyException: Error creating bean with name 'cartController'",
	"ruby":        "Could not find gem 'rails (~> 7.0)' in locally installed gems.",
	"php":         "PHP Fatal error:  Uncaught Error: Class \"App\\Cart\" not found in /var/www/html/index.php:3",
	"wordpress":   "There has been a critical error on this website. The plugin WooCommerce failed to load: Parse error: syntax error, unexpected token",
	"postgres":    "FATAL:  password authentication failed for user \"shop\"\nDETAIL:  Connection matched pg_hba.conf line 100",
	"mysql":       "ERROR 1045 (28000): Access denied for user 'shop'@'localhost' (using password: YES)",
	"redis":       "MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.",
	"kafka":       "[2026-05-01 10:00:00,000] WARN [Producer clientId=1] Connection to node -1 (kafka/10.0.0.3:9092) could not be established. Broker may not be available.",
	"docker":      "Error response from daemon: Conflict. The container name \"/web\" is already in use by container \"abc\".",
	"docker pull": "Error response from daemon: Get \"https://registry.example.com/v2/\": context deadline exceeded",
	"compose":     "services.web Additional property ports_x is not allowed",
	"git":         "error: Your local changes to the following files would be overwritten by merge:\n\tREADME.md\nPlease commit your changes or stash them before you merge.",
	"ssh":         "git@example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.",
	"gpg":         "gpg: BAD signature from \"A Person <a@example.com>\" [unknown]",
	"apt":         "W: GPG error: http://archive.example.com jammy InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 0123456789ABCDEF",
	"systemd":     "shop.service: Main process exited, code=exited, status=1/FAILURE\nshop.service: Failed with result 'exit-code'.",
	"kernel":      "Out of memory: Killed process 812 (java) total-vm:8123456kB, anon-rss:4123456kB",
	"github":      "Run npm test\nError: Process completed with exit code 1.",
	"terraform":   "Error: Failed to query available provider packages\nCould not retrieve the list of available versions for provider hashicorp/aws: could not connect to registry",
	"grafana":     "logger=plugin.loader t=2026-05-01 level=error msg=\"Could not load plugin\" pluginId=acme-panel error=\"plugin 'acme-panel' is unsigned\"",
	"ansible":     "ERROR! couldn't resolve module/action 'community.docker.docker_container'. This often indicates a misspelling, missing collection, or incorrect module path.",
	"obsidian":    "Plugin failure: calendar TypeError: Cannot read properties of undefined (reading 'open')",
	"jetbrains":   "Plugin 'Rainbow Brackets' (version '6.26') is not compatible with the current version of the IDE",
	"release":     "## 2.4.0\n\n- Fixed: the import of contacts no longer fails when a field is required and empty\n- Changed: time-outs are 30 s\n- Removed: support for Node 16",
	"Chinese":     "今天下午三点开会，讨论下个季度的预算和人员安排，请大家提前准备材料，超时不候。",
	"Chinese log": "2026-05-01 10:00:00 错误 订单服务：连接数据库超时，请检查网络；用户签名验证失败，权限不足",
	"Chinese ask": "我的路由器插件装不上，提示安装失败，网络超时，请问怎么办？",
	"Japanese":    "本日のランチは唐揚げ定食です。予約は必要ありません。",
	"aws":         "operation error S3: PutObject, https response error StatusCode: 403, RequestID: A, api error AccessDenied: Access Denied",
	"gorm":        "failed to auto migrate: ERROR: relation users already exists",
	"go redis":    "init redis client failed: dial tcp 10.0.0.4:6379: connect: connection refused",
	"gin":         "[Recovery] 2026/05/01 - 10:00:00 panic recovered:\nruntime error: invalid memory address",
	"poetry":      "Failed to install dependencies: the lock file is out of date",
	"ci":          "Failed to install dependencies\nError: Process completed with exit code 1",
	"fastify":     "failed to register plugin: FST_ERR_PLUGIN_TIMEOUT",
	"laravel":     "The stream or file \"/app/storage/logs/laravel.log\" could not be opened in append mode: Permission denied",
	"opendal":     "PermissionDenied (persistent) at write => permission denied Context: service: fs path: data/region/0001.sst Source: Permission denied (os error 13)",
	"params":      "1 validation error for SearchParams\nquery\n  Field required [type=missing, input_value={}, input_type=dict]",
	"flat":        "error: Multiple top-level packages discovered in a flat-layout: ['src', 'docs'].",
	"sql":         "SELECT * FROM \"plugins\" WHERE name = 'seo' LIMIT 1",
	"session":     "session 4711 not found",
	"requests":    "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: /",
	"json go":     "unmarshal json failed: invalid character '<' looking for beginning of value",
	"attribute":   "AttributeError: 'Session' object has no attribute 'query'",
	"mcp":         "1 validation error for PromptMessage content Input should be a valid string in app.py",
	"sentry":      "init sentry failed: invalid DSN",
	"kubelet 2":   "failed to update the status of the node: etcdserver: request timed out",
	"mail":        "Dear team,\nthe certificate of our web shop has expired. Please renew it before Friday, permission is granted.\nBest, Ann",
	"code":        "func main() {\n\tif err := run(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}",
	"yaml":        "services:\n  web:\n    image: nginx:1.27\n    entrypoint: ./run.sh\n    ports:\n      - \"80:80\"",
	"json":        "{\"status\": 404, \"message\": \"user not found\", \"code\": \"not_found\"}",
	"html":        "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.25.3</center></body></html>",
	"http":        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"shop\"\r\n\r\n{\"error\": \"invalid token\"}",
	"oauth":       "error: invalid_grant\nerror_description: Token has been expired or revoked.",
	"poem":        "The road goes on, the signal fades, no node is left to answer me.",
}

func TestUnknown(t *testing.T) {
	if len(unknown) < 50 {
		t.Fatalf("%d texts", len(unknown))
	}
	for _, s := range slices.Concat(unknown, slices.Collect(maps.Values(foreign))) {
		if a := messages.Diagnose([]byte(s), nil, nil); len(a) > 0 {
			t.Errorf("%s (%s) for: %s", a[0].ID, a[0].Said, s)
		}
	}
}
