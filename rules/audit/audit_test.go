package audit_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/rules/audit"
)

func found(t *testing.T, rule *lint.Rule, files string) []lint.Finding {
	t.Helper()
	e := &kit.Example{Bad: files}
	res, err := e.BadPlugin().RunRule(rule, e, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res.Findings()
}

// TestCode: which code is reported, and which only looks like it.
func TestCode(t *testing.T) {
	for _, tt := range []struct {
		rule *lint.Rule
		code string
		want int
	}{
		{audit.SQL, `db.execute(f"SELECT a FROM t WHERE b = {name}")`, 1},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = " + name)`, 1},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = " + name + " AND c")`, 1},
		{audit.SQL, `db.execute(name + "SELECT a FROM t WHERE b = ")`, 0},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = " + "1")`, 0},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = %s" % name)`, 1},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = %s AND c = %s" % (1, name))`, 1},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = %s" % 5)`, 0},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = %s" % True)`, 0},
		{audit.SQL, `db.execute("Say %s" % name)`, 0},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = " - name)`, 0},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = {}".format(name))`, 1},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = {b}".format(b=name))`, 1},
		{audit.SQL, `db.execute("Say {}".format(name))`, 0},
		{audit.SQL, `db.execute("SELECT a FROM t WHERE b = {}".join(name))`, 0},
		{audit.SQL, `db.execute(f"SELECT a FROM t WHERE b = {int(name)}")`, 0},
		{audit.SQL, `db.execute(f"SELECT a FROM t WHERE b = {str(name)}")`, 1},
		{audit.SQL, `db.execute(f"SELECT a FROM t WHERE b = {TABLE}")`, 0},
		{audit.SQL, `db.execute(f"SELECT a FROM t WHERE b = {name.TABLE}")`, 0},
		{audit.SQL, `db.execute(f"SELECT a FROM t WHERE b = {marks.join(name)}")`, 0},
		{audit.SQL, `db.execute(f"SELECT a FROM t WHERE b = {quoted(name)}")`, 0},
		{audit.SQL, `sqlalchemy.text(f"SELECT a FROM t WHERE b = {name}")`, 1},
		{audit.SQL, `acme.text(f"SELECT a FROM t WHERE b = {name}")`, 0},
		{audit.SQL, `pandas.read_sql(f"SELECT a FROM t WHERE b = {name}")`, 1},
		{audit.SQL, `db.run(f"SELECT a FROM t WHERE b = {name}")`, 0},
		{audit.SQL, `db.execute()`, 0},
		{audit.SQL, `db.execute(f"Say {name}")`, 0},
		{audit.SQL, "word = \"a\"\ndb.execute(f\"SELECT a FROM t WHERE b = {word}\")", 0},
		{audit.SQL, "word = 5\ndb.execute(f\"SELECT a FROM t WHERE b = {word}\")", 0},
		{audit.SQL, "word = name\ndb.execute(f\"SELECT a FROM t WHERE b = {word}\")", 1},
		{audit.SQL, "word = f\"c = {name}\"\ndb.execute(f\"SELECT a FROM t WHERE b = {word}\")", 1},
		{audit.SQL, "word = f\"c = {len(name)}\"\ndb.execute(f\"SELECT a FROM t WHERE b = {word}\")", 0},
		{audit.SQL, "a = len(name)\nb = a\nc = b\nd = c\ndb.execute(f\"SELECT a FROM t WHERE b = {c}\")", 0},
		{audit.SQL, "a = len(name)\nb = a\nc = b\nd = c\ndb.execute(f\"SELECT a FROM t WHERE b = {d}\")", 1},
		{audit.SQL, "query = f\"SELECT a FROM t WHERE b = {name}\"\ndb.execute(query)\ndb.execute(query)", 1},
		{audit.SQL, "query, more = f\"SELECT a FROM t WHERE b = {name}\"\ndb.execute(query)", 0},
		{audit.SQL, "query: str = f\"SELECT a FROM t WHERE b = {name}\"\ndb.execute(query)", 1},
		{audit.SQL, "query = \"a\"\nquery += f\"SELECT a FROM t WHERE b = {name}\"\ndb.execute(query)", 1},
		{audit.Eval, `eval(name)`, 1},
		{audit.Eval, `eval("1")`, 0},
		{audit.Eval, `exec(name)`, 1},
		{audit.Eval, `eval()`, 0},
		{audit.Eval, "word = \"1\"\neval(word)", 0},
		{audit.Eval, "word = f\"{name}\"\neval(word)", 1},
		{audit.Eval, "word = f\"1\"\neval(word)", 0},
		{audit.Eval, `eval(name[0])`, 1},
		{audit.Eval, `eval([1])`, 1},
		{audit.Eval, `acme.eval(name)`, 0},
		{audit.HostKey, `asyncssh.connect("h", known_hosts=None)`, 1},
		{audit.HostKey, `asyncssh.connect("h", known_hosts="k")`, 0},
		{audit.HostKey, `asyncssh.connect("h")`, 0},
		{audit.HostKey, `paramiko.AutoAddPolicy()`, 1},
		{audit.HostKey, `paramiko.RejectPolicy()`, 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(tool_parameters[\"query\"])", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(tool_parameters.get(\"query\"))", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(datasource_parameters[\"query\"])", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(datasource_parameters.get(\"query\"))", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(name[\"query\"])", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(name.get(\"query\"))", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(tool_parameters[\"doc\"])", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(tool_parameters.get(\"docs\"))", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(\"/data/\" + tool_parameters[\"query\"])", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(tool_parameters[\"query\"] + \"/data/\")", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(f\"/data/{tool_parameters['query']}\")", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(f\"/data/{name}\")", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(os.path.join(\"/data\", tool_parameters[\"query\"]))", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(os.path.basename(tool_parameters[\"query\"]))", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(tool_parameters[\"query\"].strip())", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(tool_parameters[\"query\"].upper())", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    path = tool_parameters[\"query\"]\n    open(path)", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    path = tool_parameters[\"query\"]\n    path = \"a\"\n    open(path)", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    path = \"a\"\n    open(path)\n    path = tool_parameters[\"query\"]", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    path = \"a\"\n    path = tool_parameters[\"query\"]\n    open(path)", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    path, more = tool_parameters[\"query\"]\n    open(path)", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    for path in tool_parameters[\"query\"]:\n        open(path)", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    path: str = tool_parameters[\"query\"]\n    open(path)", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    os.path.realpath(\"a\")\n    open(tool_parameters[\"query\"])", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    os.path.realpath(\"a\")\ndef g(tool_parameters, datasource_parameters):\n    open(tool_parameters[\"query\"])", 1},
		{audit.InputPath, `open(tool_parameters["query"])`, 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    os.remove(tool_parameters[\"query\"])", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    os.stat(tool_parameters[\"query\"])", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open()", 0},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(str(str(str(str(tool_parameters[\"query\"])))))", 1},
		{audit.InputPath, "def f(tool_parameters, datasource_parameters):\n    open(str(str(str(str(str(tool_parameters[\"query\"]))))))", 0},
		{audit.InputPath, "if __name__ == \"__main__\":\n    open(tool_parameters[\"query\"])", 0},
		{audit.TLS, `requests.get(name, verify=False)`, 1},
		{audit.TLS, `requests.get(name, verify=True)`, 0},
		{audit.TLS, `requests.get(name, allow_redirects=False)`, 0},
		{audit.TLS, `jwt.decode(name, verify=False)`, 0},
		{audit.TLS, `jose.decode(name, verify=False)`, 0},
		{audit.TLS, `dict(verify=False)`, 0},
		{audit.TLS, `aiohttp.ClientSession().get(name, ssl=False)`, 1},
		{audit.TLS, `acme.get(name, ssl=False)`, 0},
		{audit.TLS, `acme.Search(verify_certs=False)`, 1},
		{audit.TLS, `acme.Search(verify_certs=True)`, 0},
		{audit.TLS, `ssl._create_unverified_context()`, 1},
		{audit.TLS, `ssl.create_default_context()`, 0},
		{audit.TLS, `ssl._create_default_https_context = ssl._create_unverified_context`, 1},
		{audit.TLS, `ssl._create_default_https_context = ssl.create_default_context`, 0},
		{audit.TLS, `name.verify_mode = ssl.CERT_NONE`, 1},
		{audit.TLS, `name.verify_mode = ssl.CERT_REQUIRED`, 0},
		{audit.TLS, "session = requests.Session()\nsession.verify = False", 1},
		{audit.TLS, "session = requests.session()\nsession.verify = False", 1},
		{audit.TLS, "session = requests.Session()\nsession.verify = True", 0},
		{audit.TLS, `name.verify = False`, 0},
		{audit.TLS, `verify = False`, 0},
		{audit.TLS, `name.verify_mode, more = ssl.CERT_NONE`, 0},
		{audit.TLS, `for name.verify_mode in ssl.CERT_NONE: pass`, 0},
		{audit.TLS, `urllib3.disable_warnings()`, 1},
		{audit.UnsafeLoad, `pickle.load(name)`, 1},
		{audit.UnsafeLoad, `marshal.loads(name)`, 1},
		{audit.UnsafeLoad, `yaml.unsafe_load(name)`, 1},
		{audit.UnsafeLoad, `yaml.safe_load(name)`, 0},
		{audit.UnsafeLoad, `yaml.load(name)`, 1},
		{audit.UnsafeLoad, `yaml.load(name, Loader=yaml.SafeLoader)`, 0},
		{audit.UnsafeLoad, `yaml.load(name, yaml.CSafeLoader)`, 0},
		{audit.UnsafeLoad, `yaml.load(name, yaml.FullLoader)`, 1},
		{audit.UnsafeLoad, `yaml.load(name, Loader=yaml.BaseLoader)`, 0},
		{audit.UnsafeLoad, `yaml.load(name, Loader=acme.loader())`, 0},
		{audit.UnsafeLoad, `yaml.load(name, **more)`, 0},
		{audit.UnsafeLoad, `yaml.load(name, Loader=yaml.Loader, **more)`, 1},
		{audit.UnsafeLoad, "class Own(yaml.SafeLoader): ...\nyaml.load(name, Loader=Own)", 0},
		{audit.UnsafeLoad, `numpy.load(name, allow_pickle=True)`, 1},
		{audit.UnsafeLoad, `numpy.load(name, None, True)`, 1},
		{audit.UnsafeLoad, `numpy.load(name, allow_pickle=False)`, 0},
		{audit.UnsafeLoad, `numpy.load(name)`, 0},
		{audit.UnsafeLoad, "if __name__ == \"__main__\":\n    pickle.load(name)", 0},
		{audit.Timeout, `requests.get(name)`, 1},
		{audit.Timeout, "requests.get(name)\nrequests.get(name)", 1},
		{audit.Timeout, `requests.get(name, timeout=5)`, 0},
		{audit.Timeout, `requests.get(name, timeout=None)`, 1},
		{audit.Timeout, `requests.get(name, **more)`, 0},
		{audit.Timeout, `requests.codes(name)`, 0},
		{audit.Timeout, `httpx.get(name)`, 0},
		{audit.Timeout, `httpx.get(name, timeout=None)`, 1},
		{audit.Timeout, `httpx.Timeout(None)`, 1},
		{audit.Timeout, `httpx.Timeout(5)`, 0},
		{audit.Timeout, `httpx.Timeout()`, 0},
		{audit.Timeout, `httpx.Client().get(name, timeout=None)`, 1},
		{audit.Timeout, `httpx.Client().get(name)`, 0},
		{audit.Timeout, `httpx.Client().close(timeout=None)`, 0},
		{audit.Timeout, `smtplib.SMTP(name)`, 1},
		{audit.Timeout, `smtplib.SMTP(name, 25, None, 5)`, 0},
		{audit.Timeout, `smtplib.SMTP(name, 25, None)`, 1},
		{audit.Timeout, `smtplib.SMTP_SSL(name)`, 1},
		{audit.Timeout, `smtplib.SMTP_SSL(name, 1, 2, 3)`, 1},
		{audit.Timeout, `smtplib.SMTP_SSL(name, timeout=5)`, 0},
		{audit.Timeout, `ftplib.FTP(name)`, 1},
		{audit.Timeout, `ftplib.FTP(name, 1, 2, 3, 5)`, 0},
		{audit.Timeout, `ftplib.FTP_TLS(name)`, 1},
		{audit.Timeout, `imaplib.IMAP4(name, 1, 5)`, 0},
		{audit.Timeout, `imaplib.IMAP4(name, 1)`, 1},
		{audit.Timeout, `poplib.POP3_SSL(name, 1, 5)`, 1},
		{audit.Timeout, `http.client.HTTPConnection(name)`, 1},
		{audit.Timeout, `http.client.HTTPConnection(name, 80, 5)`, 0},
		{audit.Timeout, `http.client.HTTPSConnection(name, 80, 5)`, 1},
		{audit.Timeout, `socket.socket().connect(name)`, 1},
		{audit.Timeout, "s = socket.socket()\ns.settimeout(5)\ns.connect(name)", 0},
		{audit.Timeout, "requests.get(name)\ns.settimeout(5)", 1},
		{audit.Timeout, `socket.create_connection(name)`, 1},
		{audit.Timeout, `socket.create_connection(name, 5)`, 0},
		{audit.Timeout, `websocket.create_connection(name)`, 1},
		{audit.Timeout, `socket.socket().close()`, 0},
		{audit.Timeout, `urllib.request.urlopen(name)`, 1},
		{audit.Timeout, `urllib.request.urlopen(name, None, 5)`, 0},
		{audit.Timeout, `urllib.request.urlretrieve(name)`, 0},
		{audit.Timeout, "socket.setdefaulttimeout(5)\nsmtplib.SMTP(name)", 0},
		{audit.Timeout, "socket.setdefaulttimeout(5)\nurllib.request.urlopen(name)", 0},
		{audit.Timeout, "socket.setdefaulttimeout(5)\nhttp.client.HTTPConnection(name)", 0},
		{audit.Timeout, "socket.setdefaulttimeout(5)\nsmtplib.SMTP(name, timeout=None)", 1},
		{audit.Timeout, "socket.setdefaulttimeout(5)\nrequests.get(name)", 1},
		{audit.Timeout, "s = requests.Session()\ns.get(name)", 1},
		{audit.Timeout, "s = requests.Session()\ns.mount(\"https://\", name)\ns.get(name)", 0},
		{audit.Timeout, "s = requests.Session()\ns.mount(\"https://\", name)\nrequests.get(name)", 1},
		{audit.Timeout, "s = requests.Session()\ns.mount(\"https://\", name)\nsmtplib.SMTP(name)", 1},
		{audit.Timeout, "s = requests.Session()\ns.close()", 0},
		{audit.Timeout, "try:\n    from requests import get\nexcept ImportError:\n    from acme import get\nget(name)", 0},
		{audit.Timeout, "if __name__ == \"__main__\":\n    requests.get(name)", 0},
		{audit.Localhost, `URL = "http://localhost:8000/x"`, 1},
		{audit.Localhost, `URL = "http://127.0.0.1"`, 1},
		{audit.Localhost, `URL = "http://example.com/localhost"`, 0},
		{audit.Localhost, `URL = "http://localhost:8000/callback"`, 0},
		{audit.Localhost, `URL = "http://localhost:8000/redirect"`, 0},
		{audit.Localhost, `URL = "http://localhost:8000/oauth"`, 0},
		{audit.Localhost, `acme.get(redirect_uri="http://localhost:8000/x")`, 0},
		{audit.Localhost, `acme.get(redirect_uri=["http://localhost:8000/x"])`, 1},
		{audit.Localhost, `acme.get(url="http://localhost:8000/x", redirect_uri=name)`, 1},
		{audit.Localhost, `if name == "http://localhost:8000/x": pass`, 0},
		{audit.Localhost, "def f():\n    \"http://localhost:8000/x\"", 0},
		{audit.Localhost, "if debug:\n    URL = \"http://localhost:8000/x\"", 0},
		{audit.Localhost, "if local:\n    URL = \"http://localhost:8000/x\"", 0},
		{audit.Localhost, "if name:\n    pass\nelif debug:\n    for x in name:\n        URL = \"http://localhost:8000/x\"", 0},
		{audit.Localhost, "if name:\n    URL = \"http://localhost:8000/x\"", 1},
		{audit.Localhost, "while local:\n    URL = \"http://localhost:8000/x\"", 1},
		{audit.SystemPath, `PATH = "C:\\work\\a.txt"`, 1},
		{audit.SystemPath, `PATH = "/Users/me/a.txt"`, 1},
		{audit.SystemPath, `PATH = "/data/a.txt"`, 0},
		{audit.SystemPath, `PATHS = ["C:\\work\\a.txt", "/data"]`, 0},
		{audit.SystemPath, `PATHS = {"C:\\work\\a.txt": 1}`, 0},
		{audit.SystemPath, `PATH = os.environ.get("PATH", "C:\\work")`, 0},
		{audit.SystemPath, `PATH = name.replace("C:\\work", "")`, 0},
		{audit.SystemPath, `PATH = acme.joined("C:\\work")`, 1},
		{audit.TempFile, `PATH = "/tmp/a.txt"`, 1},
		{audit.TempFile, `PATH = "/var/tmp/a.txt"`, 1},
		{audit.TempFile, `PATH = "/data/a.txt"`, 0},
		{audit.TempFile, `PATH = "/tmp/a.log"`, 0},
		{audit.TempFile, `PATH = "/tmp/a.sock"`, 0},
		{audit.TempFile, `PATH = "/tmp/a.lock"`, 0},
		{audit.TempFile, `PATH = "/tmp/a"`, 0},
		{audit.TempFile, `PATH = f"/tmp/{name}"`, 1},
		{audit.TempFile, `PATH = f"/tmp/{name}.txt"`, 1},
		{audit.TempFile, `PATH = f"/tmp/{name}/"`, 0},
		{audit.TempFile, `PATH = f"/tmp/{uuid.uuid4()}.txt"`, 0},
		{audit.TempFile, "x = uuid.uuid4()\nPATH = f\"/tmp/{x}.txt\"", 0},
		{audit.TempFile, "x = acme.made()\nPATH = f\"/tmp/{x}.txt\"", 1},
		{audit.TempFile, `PATH = "/tmp/a.txt" + str(time.time())`, 0},
		{audit.TempFile, `PATH = "/tmp/a.txt" + name`, 1},
		{audit.TempFile, `PATH = [str(time.time()), "/tmp/a.txt"]`, 1},
		{audit.TempFile, `tempfile.mktemp()`, 1},
		{audit.TempFile, `tempfile.mkstemp()`, 0},
		{audit.PlainHTTP, `requests.get("http://api.acme.com/x", headers={"key": credentials["key"]})`, 1},
		{audit.PlainHTTP, `requests.get("https://api.acme.com/x", headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, `requests.get("http://api.acme.com/x")`, 0},
		{audit.PlainHTTP, `requests.get(f"http://api.acme.com/{name}", headers={"key": credentials["key"]})`, 1},
		{audit.PlainHTTP, `requests.get(f"{name}/x", headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, `requests.get("http://10.0.0.1/x", headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, `requests.get("http://server/x", headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, `requests.get("http://server.local/x", headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, `requests.get("http://server.internal/x", headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, `requests.get("http://server.localhost/x", headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, "url = \"http://api.acme.com/x\"\nrequests.get(url, headers={\"key\": credentials[\"key\"]})", 1},
		{audit.PlainHTTP, "url = \"https://api.acme.com/x\"\nurl = \"http://api.acme.com/x\"\nrequests.get(url, headers={\"key\": credentials[\"key\"]})", 1},
		{audit.PlainHTTP, `requests.get(headers={"key": credentials["key"]})`, 0},
		{audit.PlainHTTP, "if __name__ == \"__main__\":\n    requests.get(\"http://api.acme.com/x\", headers={\"key\": credentials[\"key\"]})", 0},
		{audit.Extract, `shutil.unpack_archive("a.tar.gz")`, 1},
		{audit.Extract, `shutil.unpack_archive("a.tgz")`, 1},
		{audit.Extract, `shutil.unpack_archive("a.zip")`, 0},
		{audit.Extract, `shutil.unpack_archive(name, "b", "tar")`, 1},
		{audit.Extract, `shutil.unpack_archive(name, format="gztar")`, 1},
		{audit.Extract, `shutil.unpack_archive(name, format="zip")`, 0},
		{audit.Extract, `shutil.unpack_archive("a.tar.gz", filter="data")`, 0},
		{audit.Extract, `shutil.unpack_archive("a.tar.gz", **more)`, 0},
		{audit.Extract, `tarfile.open(name).extractall()`, 1},
		{audit.Extract, `tarfile.open(name).extractall(filter="data")`, 0},
		{audit.Extract, `tarfile.open(name).extractall(filter="fully_trusted")`, 1},
		{audit.Extract, `tarfile.open(name).extractall(filter=None)`, 1},
		{audit.Extract, `tarfile.open(name).extractall(members=name)`, 0},
		{audit.Extract, `tarfile.open(name).extractall("a", name)`, 0},
		{audit.Extract, `tarfile.open(name).extract(name)`, 1},
		{audit.Extract, `tarfile.open(name).extract(name, name)`, 1},
		{audit.Extract, `tarfile.open(name).extractall(**more)`, 0},
		{audit.Extract, "tar = tarfile.open(name)\ntar.extraction_filter = acme.checked\ntar.extractall()", 0},
		{audit.Extract, `zipfile.ZipFile(name).extractall()`, 0},
		{audit.Extract, `tarfile.open(name).getmembers()`, 0},
		{audit.Extract, "if __name__ == \"__main__\":\n    tarfile.open(name).extractall()\n    shutil.unpack_archive(\"a.tar.gz\")", 0},
		{audit.PluginFolder, `open("a.txt", "w")`, 1},
		{audit.PluginFolder, `open("a.txt", mode="a")`, 1},
		{audit.PluginFolder, `open("a.txt", "r+")`, 1},
		{audit.PluginFolder, `open("a.txt")`, 0},
		{audit.PluginFolder, `open("a.txt", "r")`, 0},
		{audit.PluginFolder, `open("a.txt", name)`, 0},
		{audit.PluginFolder, `open("/data/a.txt", "w")`, 0},
		{audit.PluginFolder, `open("~/a.txt", "w")`, 0},
		{audit.PluginFolder, `open("s3://a.txt", "w")`, 0},
		{audit.PluginFolder, `open("", "w")`, 0},
		{audit.PluginFolder, `open(os.path.join(os.path.dirname(__file__), "a.txt"), "w")`, 1},
		{audit.PluginFolder, `open(os.path.join(tempfile.gettempdir(), "a.txt"), "w")`, 0},
		{audit.PluginFolder, `open(os.path.join(os.environ["HOME"], os.getcwd()), "w")`, 0},
		{audit.PluginFolder, `open(name, "w")`, 0},
		{audit.PluginFolder, "path = \"a.txt\"\nopen(path, \"w\")", 1},
		{audit.PluginFolder, "path = \"a.txt\"\npath = \"/data/a.txt\"\nopen(path, \"w\")", 0},
		{audit.PluginFolder, `os.makedirs("data")`, 1},
		{audit.PluginFolder, `os.listdir("data")`, 0},
		{audit.PluginFolder, `os.makedirs()`, 0},
		{audit.PluginFolder, "if __name__ == \"__main__\":\n    open(\"a.txt\", \"w\")", 0},
		{audit.AnyURL, "def f(tool_parameters, datasource_parameters):\n    requests.get(tool_parameters[\"query\"])", 1},
		{audit.AnyURL, "def f(tool_parameters, datasource_parameters):\n    requests.get(tool_parameters[\"query\"], stream=True)", 1},
		{audit.AnyURL, "def f(tool_parameters, datasource_parameters):\n    httpx.stream(\"GET\", tool_parameters[\"query\"])", 1},
		{audit.AnyURL, "def f(tool_parameters, datasource_parameters):\n    requests.get(\"https://example.com\")", 0},
		{audit.AnyURL, "def f(tool_parameters, datasource_parameters):\n    import ipaddress\n    requests.get(tool_parameters[\"query\"])", 0},
		{audit.Shell, `os.system(name)`, 1},
		{audit.Shell, `subprocess.run(name, shell=True)`, 1},
		{audit.Shell, `subprocess.run(name, shell=False)`, 0},
		{audit.Shell, `subprocess.run(name)`, 0},
		{audit.Shell, "if __name__ == \"__main__\":\n    os.system(name)", 0},
		{audit.SysPath, `sys.path.append(name)`, 1},
		{audit.SysPath, `sys.path.insert(0, name)`, 1},
		{audit.SysPath, `sys.path.index(name)`, 0},
		{audit.SysPath, "if __name__ == \"__main__\":\n    sys.path.append(name)", 0},
	} {
		t.Run(tt.rule.ID, func(t *testing.T) {
			got := found(t, tt.rule, "-- tools/search.yaml --\nparameters:\n  - {name: query, type: string, form: llm}\n  - {name: doc, type: file, form: llm}\n  - {name: docs, type: files, form: llm}\n"+
				"-- tools/search.py --\nimport acme, aiohttp, asyncssh, ftplib, http.client, httpx, imaplib, jose, jwt, marshal, numpy, os, pandas, paramiko, pickle, poplib, requests, shutil, smtplib, socket\n"+
				"import sqlalchemy, ssl, subprocess, sys, tarfile, tempfile, time, urllib.request, urllib3, uuid, websocket, yaml, zipfile\n"+
				"from acme import credentials, db, debug, local, marks, more, name, quoted, TABLE\n"+tt.code+
				"\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n")
			if len(got) != tt.want {
				t.Errorf("%s: %d findings, want %d: %v", tt.code, len(got), tt.want, got)
			}
		})
	}
}

// TestMemory: a little memory is reported, and what is likely meant is offered.
func TestMemory(t *testing.T) {
	for memory, want := range map[string]string{
		"1": "1 MiB", "256": "256 MiB", "0x100": "256 MiB", "16384": "16384 MiB", "16385": "less", "1048575": "less", "1048576": "", "0": "", "-1": "", "1.5": "", "many": "",
	} {
		got := ""
		for _, f := range found(t, audit.Memory, "-- manifest.yaml --\nresource:\n  memory: "+memory+"\n") {
			got = "less"
			if len(f.Fixes) > 0 {
				bytes, err := strconv.ParseInt(f.Fixes[0].Edits[0].New, 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				got = fmt.Sprint(bytes>>20, " MiB")
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", memory, got, want)
		}
	}
}

// TestReadme: which names of a README are parameters that nobody declares.
func TestReadme(t *testing.T) {
	const list = "- `query`: a\n- `limit`: b\n"
	for _, tt := range []struct{ name, readme, want string }{
		{"a list", list + "- `langage`: c\n", "langage"},
		{"a list of the declared", list + "- `language`: c\n", ""},
		{"two names", "- `query`: a\n- `langage`: c\n", ""},
		{"as many strangers as parameters", list + "- `one`: c\n- `two`: d\n", ""},
		{"one parameter among strangers", "- `query`: a\n- `one`: b\n- `two`: c\n", ""},
		{"outputs", "## Output\n\n" + list + "- `langage`: c\n", ""},
		{"a heading behind outputs", "## Output\n\n## Parameters\n\n" + list + "- `langage`: c\n", "langage"},
		{"a list that a text ends", list + "\nMore:\n\n- `langage`: c\n", ""},
		{"a list that goes on", list + "  more\n\n- `langage`: c\n", "langage"},
		{"items below items", list + "  - `langage`: c\n", ""},
		{"items behind items below", "- `query`: a\n  - `one`: x\n  - `two`: x\n- `limit`: b\n- `langage`: c\n", "langage"},
		{"bold names", "* **`query`**: a\n* **`limit`**: b\n* **`langage`**: c\n", "langage"},
		{"a table", "| name | text |\n|---|---|\n| query | a |\n| limit | b |\n| langage | c |\n", "langage"},
		{"a table with two names in a cell", "| `query` | a |\n| `limit` | b |\n| two words | c |\n| langage | d |\n", "langage"},
		{"an example", "```json\n{\"query\": 1, \"limit\": 2, \"langage\": 3}\n```\n", "langage"},
		{"an example in YAML", "```yaml\nquery: 1\nlimit: 2\nlangage: 3\n```\n", "langage"},
		{"an example with other fences", "~~~\nquery: 1\n```\nlimit: 2\n~~~\n", ""},
		{"an example of an answer", "A response:\n\n```json\n{\"query\": 1, \"limit\": 2, \"langage\": 3}\n```\n", ""},
		{"an example in Python", "```python\nprint(1)\nquery: 1\nlimit: 2\nlangage: 3\n```\n", ""},
		{"an empty example", "```\n```\n", ""},
		{"a list in an example", "```\n" + list + "- `langage`: c\n```\n", ""},
		{"a list before an example", list + "```\nx\n```\n- `langage`: c\n", ""},
		{"a key of another declaration", list + "- `author`: c\n", ""},
		{"Windows' line ends", "- `query`: a\r\n- `limit`: b\r\n- `langage`: c\r\n", "langage"},
		{"no line end", list + "- `langage`: c", "langage"},
	} {
		for _, name := range []string{"README.md", "readme/README_zh_Hans.md"} {
			got := ""
			for _, f := range found(t, audit.ReadmeParameter, "-- tools/search.yaml --\nparameters:\n  - {name: query, type: string}\n  - {name: limit, type: number}\n  - {name: language, type: string}\n-- "+name+" --\n"+tt.readme) {
				got += f.Key
			}
			if got != tt.want {
				t.Errorf("%s, %s: %q, want %q", name, tt.name, got, tt.want)
			}
		}
	}
}
