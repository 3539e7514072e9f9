package messages

// What lies around the daemon: certificates, proxies, databases, storage, and
// settings that stop it.

var installationMessages = []*Message{
	{
		ID: "installation/expired", By: Installation, Gate: "install", Weight: plain, Source: "crypto/x509: CertificateInvalidError",
		Says:  []string{`x509: certificate has expired or is not yet valid`, `certificate has expired`, `certificate is not yet valid`},
		Means: "A certificate on the way has run out, or the clock of this machine is wrong.",
		Causes: []Cause{
			{Fault: Installation, Rules: nil, Why: "the clock of the machine is wrong, or the certificate of the server or of a proxy has run out", Settings: []string{"HTTPS_PROXY", "MARKETPLACE_API_URL", "PIP_MIRROR_URL"}, Todo: "Look at date in the container, then at the certificate of the host in the message."},
		},
		Common: true,
	},
	{
		ID: "installation/authority", By: Installation, Gate: "install", Weight: plain, Source: "crypto/x509; OpenSSL",
		Says: []string{
			`x509: certificate signed by unknown authority`, `x509: {value:[^\n]{3,200}}`, `tls: failed to verify certificate{:[^\n]{0,100}}`, `CERTIFICATE_VERIFY_FAILED{:\]?}{value:[^\n]{0,160}}`, `SSL certificate verify failed`, `certificate verify failed`, `SSLError{:[^\n]{0,40}}`, `self{:[ -]}signed certificate`, `unable to get local issuer certificate`, `invalid peer certificate`, `Hostname mismatch, certificate is not valid`,
		},
		Means: "A certificate on the way is not trusted: a proxy that opens connections, or a server with its own authority.",
		Causes: []Cause{
			{Fault: Installation, Why: "a proxy or server between has a certificate of an authority that the container does not know", Settings: []string{"HTTPS_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"}, Todo: "Mount the authority's certificate into the container and name it in SSL_CERT_FILE and REQUESTS_CA_BUNDLE; do not switch verification off."},
			{Rules: []string{"audit/tls"}, Why: "the plugin connects to a server with a certificate of its own", Todo: "Let users name a certificate file."},
		},
		Common: true,
	},
	{
		ID: "installation/body", By: Installation, Gate: "install", Weight: plain, Source: "nginx",
		Says:  []string{`413 Request Entity Too Large`, `413 (Request Entity Too Large)`, `client intended to send too large body`, `{:status(?: code)?(?: of)?:? }413`, `Payload Too Large`},
		Means: "nginx, or another proxy before Dify, does not let a file of this size through.",
		Causes: []Cause{
			{Fault: Installation, Why: "the limit of nginx is lower than the file", Settings: []string{"NGINX_CLIENT_MAX_BODY_SIZE", "PLUGIN_MAX_PACKAGE_SIZE", "UPLOAD_FILE_SIZE_LIMIT"}, Todo: "Raise NGINX_CLIENT_MAX_BODY_SIZE (such as 100M) and the limit of every proxy before it; for packages PLUGIN_MAX_PACKAGE_SIZE too."},
			{Rules: []string{"publish/size"}, Why: "the plugin has large files that it does not need", Todo: "Leave them out by .difyignore."},
		},
		Common: true,
	},
	{
		ID: "installation/database", By: Installation, Gate: "none", Weight: plain,
		Says: []string{
			`failed to init dify plugin db{:[^\n]{0,300}?}{value:password authentication failed|no password supplied|connection refused|hostname resolving error|no such host|does not exist|SSL is not enabled|server refused TLS|too many clients|cannot assign requested address|timeout|unknown database|access denied}`, `failed to init dify plugin db`, `failed to initialize database, got error {value:[^\n]{0,300}}`, `unsupported database type{:[^\n]{0,60}}`, `database "{value:dify_plugin\w*}" does not exist`, `failed to connect to {:.?}host={value:[\w.-]+ user=\S+ database=dify_plugin}`,
			`value too long for type character varying({number})`,
		},
		Means: "The daemon does not reach its database.",
		Causes: []Cause{
			{When: map[string]string{"value": `password authentication failed|no password supplied|access denied`}, Fault: Installation, Why: "the database refuses the daemon's name or password", Settings: []string{"DB_USERNAME", "DB_PASSWORD"}, Todo: "Give plugin_daemon the DB_USERNAME and DB_PASSWORD that the database was made with: a changed .env does not change an existing volume."},
			{When: map[string]string{"value": `.*does not exist|unknown database`}, Fault: Installation, Why: "the daemon's own database is not there", Settings: []string{"DB_PLUGIN_DATABASE", "DB_DEFAULT_DATABASE"}, Todo: "Create the database that DB_PLUGIN_DATABASE names (dify_plugin)."},
			{When: map[string]string{"value": `SSL.*|server refused TLS`}, Fault: Installation, Why: "the daemon asks for TLS and the database has none, or the other way round", Settings: []string{"DB_SSL_MODE"}, Todo: "Set DB_SSL_MODE to disable or require: the daemon takes no other value."},
			{When: map[string]string{"number": `\d+`}, Rules: []string{"identity/identifier", "identity/name", "schema/limit"}, Why: "the plugin's identifier is longer than the daemon's column (255 characters)", File: "manifest.yaml", Todo: "Shorten the name of the plugin."},
			{Fault: Installation, Why: "the database does not run yet, or DB_HOST does not lead to it", Settings: []string{"DB_HOST", "DB_PORT", "DB_PLUGIN_DATABASE", "DB_SSL_MODE"}, Todo: "Look whether the database runs and is reached from plugin_daemon; a refusal during the first seconds goes away by itself."},
		},
	},
	{
		ID: "installation/redis", By: Installation, Gate: "none", Weight: plain,
		Says:  []string{`redis client not init`, `failed to receive message from redis`, `{:(?:dial tcp|redis)[^\n]{0,80}}:6379: {value:[^\n]{0,80}}`, `{value:WRONGPASS|NOAUTH|MOVED \d+|CROSSSLOT}{:[^\n]{0,80}}`, `invalid REDIS_SSL_CERT_REQS value: {value}`, `REDIS_SSL_CA_CERTS must be provided`, `failed to append CA certs from {value}`, `read REDIS_SSL_CA_CERTS: {value}`, `Azure Managed Redis only supports db 0`, `azure entraid: {value}`, `failed to get session info from cache`, `lock is not owned`, `lock timeout`},
		Means: "The daemon does not reach Redis, or may not use it.",
		Causes: []Cause{
			{Fault: Installation, Why: "Redis does not run, refuses the password, or is a cluster, which the daemon does not take", Settings: []string{"REDIS_HOST", "REDIS_PORT", "REDIS_USERNAME", "REDIS_PASSWORD", "REDIS_USE_SSL", "REDIS_USE_SENTINEL"}, Todo: "Look at the REDIS_ settings of plugin_daemon."},
		},
		Common: true,
	},
	{
		ID: "installation/storage", By: Installation, Gate: "install", Weight: plain,
		Says: []string{
			`{:(?:open|mkdir|read|stat|rename|unlink|create)[\w ]{0,20} }{value:/app/storage[^\s"']*?}: {other:permission denied|read-only file system|no such file or directory|operation not permitted|no space left on device|invalid argument|input/output error|file exists|not a directory}`,
			`[Errno 13] Permission denied: '{value:/app[^'\n]{0,200}}'`, `{:(?:mkdir|open) }{value:/[^\s:"']*(?:storage|plugin|cwd)[^\s:"']*}: {other:permission denied|read-only file system|invalid argument}`,
			`PermissionDenied ({:persistent|temporary}) at {:\w+}{:[^\n]{0,80}}{:service: fs[^\n]{0,40}?path: }{value:(?:privkeys|upload_files|image_files|website_files|tools)/[^\s,]{1,200}}`, `{:PermissionError[^\n]{0,30}}[Errno 13] Permission denied: '{value:[^'\n]{0,20}(?:storage|privkeys|upload_files)[^'\n]{0,200}}'`,
			`{:create|check|extract plugin to} working {:directory|path} error`, `build plugin working path error`, `{:copy plugin to }working directory error`, `failed to remove plugin directory`, `failed to create file: {value}`, `failed to write file: {value}`,
		},
		Means: "The daemon may not write to its storage, or the file system does not take its names.",
		Causes: []Cause{
			{When: map[string]string{"other": "invalid argument"}, Fault: Installation, Why: "the storage lies on a file system that takes no colon in names (Windows, some network shares)", Settings: []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_STORAGE_TYPE"}, Todo: "Put the volume of plugin_daemon on a Linux file system (a Docker volume, or within WSL)."},
			{When: map[string]string{"other": "no such file or directory"}, Fault: Installation, Why: "a file of the storage is gone: the volume was moved or emptied", Settings: []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_INSTALLED_PATH"}, Todo: "Look at the volume of plugin_daemon, and install the plugin anew."},
			{When: map[string]string{"value": `(?:.*/)?(?:privkeys|upload_files|tools|website_files)/.*|/app/api/storage.*`}, Fault: Installation, Rules: []string{"installation/owner"}, Why: "the folder of the API's storage does not belong to the user that the API runs as: 1001 since Dify 1.10.1", Settings: []string{"STORAGE_TYPE", "OPENDAL_FS_ROOT"}, Todo: "Run chown -R 1001:1001 volumes/app/storage in Dify's docker folder, and start api and worker anew."},
			{Fault: Installation, Rules: []string{"installation/owner", "installation/volume"}, Why: "the folder of the volume does not belong to the user that the container runs as", Settings: []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_WORKING_PATH"}, Todo: "Give the folder on the host (volumes/plugin_daemon) to that user, and look at SELinux (:z)."},
			{Rules: []string{"audit/plugin-folder", "audit/system-path", "audit/temp-file"}, Why: "the plugin writes where it may not", Todo: "Write to a temporary folder, or use session.storage."},
		},
		Common: true,
	},
	{
		ID: "installation/object-storage", By: Installation, Gate: "none", Weight: plain,
		Says: []string{
			`failed to create baidu bos storage`, `failed to create {:[a-z0-9]{0,8} ?}storage{:[^\n]{0,200}}`, `Invalid plugin storage type: {value}`, `bucket, accessKey, secretKey cannot be empty`, `endpoint or region must be provided`,
		},
		Means: "The daemon does not reach its object storage.",
		Causes: []Cause{
			{Fault: Installation, Why: "the bucket, the region, the address or the keys of the storage are not right", Settings: []string{"PLUGIN_STORAGE_TYPE", "PLUGIN_STORAGE_OSS_BUCKET", "PLUGIN_S3_ENDPOINT", "PLUGIN_S3_USE_AWS", "PLUGIN_S3_USE_PATH_STYLE", "PLUGIN_AWS_REGION", "PLUGIN_AWS_ACCESS_KEY", "PLUGIN_AWS_SECRET_KEY"}, Todo: "Set bucket, region and keys for plugin_daemon by their PLUGIN_ names; for MinIO set PLUGIN_S3_USE_AWS=false and PLUGIN_S3_ENDPOINT."},
		},
		Common: true,
	},
	{
		ID: "installation/redis-log", By: Installation, Gate: "none", Weight: plain,
		Says: []string{
			`init redis {:sentinel |}client failed{:[^\n]{0,200}}`, `{:set|get|delete} session info {:to|from} cache failed{:[^\n]{0,200}}`, `failed to update connection key expire time`, `invalid Redis TLS config: {value}`, `failed to create Azure Entra ID credentials provider for Redis`,
		},
		Means: "The daemon does not reach Redis, or may not use it.",
		Causes: []Cause{
			{Fault: Installation, Why: "Redis does not run, refuses the password, or is a cluster, which the daemon does not take", Settings: []string{"REDIS_HOST", "REDIS_PORT", "REDIS_USERNAME", "REDIS_PASSWORD", "REDIS_USE_SSL", "REDIS_USE_SENTINEL"}, Todo: "Look at the REDIS_ settings of plugin_daemon."},
		},
		Everyday: true,
	},
	{
		ID: "installation/database-log", By: Installation, Gate: "none", Weight: plain,
		Says: []string{
			`failed to auto migrate{:[^\n]{0,300}}`, `failed to {:get all|update|delete} {:(?:install )?tasks?(?: status| message)?}{:[^\n]{0,200}}`, `failed to rollback tx`, `failed to {:query plugin from database|fetch existing installation|update plugin state|create the version}{:[^\n]{0,200}}`, `check if plugin is {:installed|deleted} failed{:[^\n]{0,200}}`,
		},
		Means: "The daemon does not reach its database.",
		Causes: []Cause{
			{Fault: Installation, Why: "the database does not run yet, or DB_HOST does not lead to it", Settings: []string{"DB_HOST", "DB_PORT", "DB_PLUGIN_DATABASE", "DB_SSL_MODE"}, Todo: "Look whether the database runs and is reached from plugin_daemon; a refusal during the first seconds goes away by itself."},
		},
		Everyday: true,
	},
	{
		ID: "installation/bucket", By: Installation, Gate: "none", Weight: plain, Source: "AWS SDK",
		Says: []string{
			`{:operation error S3: }{value}`, `NoSuchBucket`, `NoSuchKey`, `SignatureDoesNotMatch`, `InvalidAccessKeyId`, `The AWS Access Key Id you provided`, `AuthorizationFailure{:[^\n]{0,80}}`, `failed to close GCS object writer`,
		},
		Means: "The daemon does not reach its object storage.",
		Causes: []Cause{
			{Fault: Installation, Why: "the bucket, the region, the address or the keys of the storage are not right", Settings: []string{"PLUGIN_STORAGE_TYPE", "PLUGIN_STORAGE_OSS_BUCKET", "PLUGIN_S3_ENDPOINT", "PLUGIN_S3_USE_AWS", "PLUGIN_S3_USE_PATH_STYLE", "PLUGIN_AWS_REGION", "PLUGIN_AWS_ACCESS_KEY", "PLUGIN_AWS_SECRET_KEY"}, Todo: "Set bucket, region and keys for plugin_daemon by their PLUGIN_ names; for MinIO set PLUGIN_S3_USE_AWS=false and PLUGIN_S3_ENDPOINT."},
		},
		Everyday: true,
	},
	{
		ID: "installation/settings", By: Installation, Gate: "none", Weight: plain,
		Says: []string{
			`{name:[a-z][\w ]{3,60}?} is empty{:(?:$|\n|["'])}`, `invalid LOG_LEVEL {value:\S+}. Valid values are`, `invalid gorm log level: '{value}'`, `invalid platform`, `invalid run mode: {value}`, `envconfig.Process: assigning {name:[A-Z][A-Z0-9_]+} to {value:[^\n]{0,120}}`, `required key {name:[A-Z][A-Z0-9_]+} missing value`, `Error processing environment variables{:[^\n]{0,60}}`, `Invalid configuration{:[^\n]{0,120}}`, `Key: 'Config.{name:\w+}' Error:Field validation`, `length of admin api key must be greater than 10`, `max serverless request bytes must be greater than zero`, `dify plugin serverless connector {:api key|url} is empty`, `create log directory {value}`, `open log file {value}`, `listen failed{:[^\n]{0,40}}`, `server shutdown failed`, `start remote plugin server failed{:[^\n]{0,120}}`, `failed to {:ping|parse} serverless connector{: url|}`, `failed to start server after {number} attempts`,
			`strconv.ParseBool: parsing "{value:[^"\n]{0,40}}": invalid syntax`, `strconv.ParseInt: parsing "{value:[^"\n]{0,40}}": invalid syntax`,
		},
		Means: "A setting stops the daemon.",
		Causes: []Cause{
			{When: map[string]string{"value": "(?:\"|\\\\)*(?:WARNING|CRITICAL|FATAL|NOTSET)(?:\"|\\\\)*"}, Fault: Installation, Why: "LOG_LEVEL is a word of Python; the daemon knows DEBUG, INFO, WARN and ERROR alone (since 0.5.7)", Settings: []string{"LOG_LEVEL"}, Todo: "Write LOG_LEVEL=INFO."},
			{Fault: Installation, Why: "the setting {name} is empty or not of its kind: flags are true or false, numbers have no unit", Settings: []string{"LOG_LEVEL", "DB_SSL_MODE", "PLUGIN_MAX_EXECUTION_TIMEOUT", "FORCE_VERIFYING_SIGNATURE"}, Todo: "Correct it in .env and in the compose file: an empty value counts as a value."},
		},
		Common: true,
	},
	{
		ID: "installation/docker", By: Installation, Gate: "none", Weight: plain, Source: "Docker",
		Says: []string{
			`{:(?:pull access denied for|manifest for|failed to resolve reference "[^"]*)[^\n]{0,60}}dify-plugin-daemon{value:[^\n]{0,120}}`, `{:can't start new thread|pthread_create failed}{:[^\n]{0,60}}`, `OpenBLAS blas_thread_init: pthread_create failed`, `exec {:/\S+}: exec format error`, `container {:\S*}plugin_daemon{:\S*} is unhealthy`, `dependency failed to start: container {value:\S*plugin_daemon\S*}`,
			`{:toomanyrequests}: {value:[^\n]{0,120}}`,
		},
		Means: "Docker does not start the daemon as it should.",
		Causes: []Cause{
			{Fault: Installation, Why: "the image was not loaded, is for another processor, or Docker is too old for it (before 19.03: no new threads)", Todo: "Update Docker and Compose, look at the architecture of the image, and pull it anew."},
		},
		Common: true,
	},
	{
		ID: "installation/refused", By: Installation, Gate: "call", Weight: plain, Source: "operating system",
		Says: []string{
			`{:(?:dial tcp|connect to|connecting to|Connection to|HTTPConnectionPool\(host=')[^\n]{0,60}?}{value:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0}{:[^\n]{0,200}?}{other:connection refused|refused}`, `[Errno 111] Connection refused`, `ConnectError{:[^\n]{0,40}}Connection refused`, `[Errno -{:[2-5]}] {value:Name or service not known|Temporary failure in name resolution|No address associated with hostname}`, `{:(?:dial tcp: )?lookup }{value:[\w.-]+}{:[^\n]{0,60}}: {other:no such host|server misbehaving|i/o timeout}`, `failed to resolve {:(?:host )?}'{value}'`, `[Errno 110] {:Connection timed out|Operation timed out}`, `{:ERR_ACCESS_DENIED|squid[^\n]{0,80}Access Denied|The requested URL could not be retrieved}`, `All connection attempts failed`, `[Errno 101] Network is unreachable`, `[Errno 113] No route to host`, `ProxyError{:[^\n]{0,160}}`, `Tunnel connection failed: {value}`, `407 Proxy Authentication Required`,
		},
		Means: "A host was not reached from the container.",
		Causes: []Cause{
			{When: map[string]string{"value": `localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0`}, Rules: []string{"audit/localhost"}, Fault: Installation, Why: "localhost is the container itself: nothing answers there", Settings: []string{"HTTP_PROXY", "NO_PROXY"}, Todo: "Name the service instead (http://api:5001), or host.docker.internal for a program on the host, such as Ollama on port 11434."},
			{When: map[string]string{"value": `openaipublic\.blob\.core\.windows\.net`}, Fault: Installation, Why: "the plugin counts tokens with tiktoken, which loads its tables from the network: the daemon's own image has the usual ones", Settings: []string{"HTTPS_PROXY"}, Todo: "Use the daemon's own image with TIKTOKEN_CACHE_DIR as it sets it, or let the container reach this host."},
			{Fault: Installation, Why: "the host does not run, its name is not known in the container, or a proxy stands between", Settings: []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}, Todo: "Try the address from the container of plugin_daemon; add the names of services to NO_PROXY."},
		},
		Everyday: true,
	},
	{
		ID: "installation/connection", By: Installation, Gate: "call", Weight: consequence, Source: "requests, httpx, aiohttp",
		Says: []string{
			`{:HTTPS?ConnectionPool\(host=['"]}{value:[\w.:-]+}{:['"][^\n]{0,600}?}{other:Max retries exceeded|Read timed out|Connection aborted|Connection refused|timed out}`, `{:httpx|httpcore|requests\.exceptions|aiohttp[\w.]*|urllib3\.exceptions}.{other:ConnectTimeout|ConnectError|ConnectionError|ReadTimeout|PoolTimeout|ProxyError|ClientConnectorError|NewConnectionError|MaxRetryError}`,
		},
		Means: "A program in a container did not reach a host, or was not answered in time.",
		Causes: []Cause{
			{When: map[string]string{"value": `openaipublic\.blob\.core\.windows\.net`}, Fault: Installation, Why: "the plugin counts tokens with tiktoken, which loads its tables from the network: the daemon's own image has the usual ones", Settings: []string{"HTTPS_PROXY"}, Todo: "Use the daemon's own image with TIKTOKEN_CACHE_DIR as it sets it, or let the container reach this host."},
			{Fault: Installation, Why: "{value} is not reached from the container: no name, no way out, a proxy that is not set, or a service that is slow", Settings: []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}, Todo: "Try the address from the container of plugin_daemon; set the proxy for plugin_daemon, and the names of services in NO_PROXY."},
		},
		Everyday: true,
	},
}
