-- Opens a broken plugin in a real Neovim with the real server, applies the fix,
-- saves, and sees the finding go; then whatever else the documentation promises. Run by
-- .ci/parts/neovim; the working directory is the plugin, DIFYLINT the program, and with
-- ENABLE vim.lsp.enable starts it.
local function fail(...)
  io.stderr:write("neovim: " .. string.format(...) .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, condition)
  if not vim.wait(30000, condition, 20) then
    fail("waited in vain for %s; there is %s", what, vim.inspect(vim.diagnostic.get(0)))
  end
end

-- A completion plugin says that it knows snippets; from 0.11 on Neovim does itself.
local capabilities = vim.lsp.protocol.make_client_capabilities()
capabilities.textDocument.completion.completionItem.snippetSupport = vim.snippet ~= nil
local cmd = { os.getenv("DIFYLINT"), "lsp" }
vim.cmd("filetype on")
if (os.getenv("ENABLE") or "") ~= "" then
  vim.lsp.config("difylint", { cmd = cmd })
  vim.lsp.enable("difylint")
else
  require("difylint").setup({ cmd = cmd, capabilities = capabilities })
end
vim.cmd("edit tools/search.yaml")

local function findings()
  return vim.tbl_filter(function(d)
    return d.code == "schema/required"
  end, vim.diagnostic.get(0))
end

wait("the finding", function()
  return #findings() == 1
end)

-- Neovim counts columns in bytes: the place must be that of the key.
local found = findings()[1]
local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, true)[1]
local from, to = line:find("humn_description", 1, true)
if found.col ~= from - 1 or found.end_col ~= to then
  fail("the finding is at %d to %d, the key at %d to %d", found.col, found.end_col, from - 1, to)
end
if found.severity ~= vim.diagnostic.severity.ERROR or found.source ~= "difylint" then
  fail("an odd finding: %s", vim.inspect(found))
end

local clients = vim.lsp.get_clients or vim.lsp.get_active_clients
local encoding = clients()[1].offset_encoding

-- A hover at the finding says why, and names the rule.
vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })
local function ask(method, params)
  local answers, err = vim.lsp.buf_request_sync(0, method, params, 30000)
  if not answers then
    fail("%s: %s", method, err)
  end
  for _, answer in pairs(answers) do
    if answer.error then
      fail("%s: %s", method, vim.inspect(answer.error))
    end
    return answer.result
  end
end
local hover = ask("textDocument/hover", vim.lsp.util.make_position_params(0, encoding))
if not hover or not hover.contents.value:find("schema/required", 1, true) then
  fail("hover says %s", vim.inspect(hover))
end

-- The fix.
local params = vim.lsp.util.make_range_params(0, encoding)
params.context = { diagnostics = {}, only = { "quickfix" } }
local preferred
for _, action in ipairs(ask("textDocument/codeAction", params)) do
  if action.isPreferred then
    preferred = action
  end
end
if not preferred then
  fail("there is no preferred fix")
end
vim.lsp.util.apply_workspace_edit(preferred.edit, encoding)
vim.cmd("write")
wait("the finding to go", function()
  return #findings() == 0
end)
local saved = table.concat(vim.fn.readfile("tools/search.yaml"), "\n")
if not saved:find("查询😀}, human_description:", 1, true) then
  fail("the file is now %s", saved)
end

-- A change in the manifest tells in the tool's file, unsaved.
vim.cmd("edit manifest.yaml")
wait("the manifest's buffer", function()
  return #clients({ bufnr = vim.fn.bufnr() }) > 0
end)
vim.cmd([[%s/provider\/demo.yaml/provider\/none.yaml/]])
wait("file/missing", function()
  for _, d in ipairs(vim.diagnostic.get(0)) do
    if d.code == "file/missing" then
      return true
    end
  end
end)

-- A message of the platform leads to its place.
local author = vim.fn.search("^author:")
vim.fn.append(author, "author: other")
vim.cmd("normal! G")
require("difylint").diagnose(
  string.format('yaml: unmarshal errors:\n  line %d: mapping key "author" already defined at line %d', author + 1, author)
)
wait("the place of a message", function()
  return vim.fn.line(".") == author + 1
end)

-- All safe fixes of the file.
vim.cmd("edit!") -- the manifest as it is on the disk
vim.cmd("edit tools/search.yaml")
vim.cmd([[%s/human_description/humn_description/]])
wait("the finding again", function()
  return #findings() == 1
end)
vim.cmd("DifylintFixAll")
wait("the finding to go again", function()
  return #findings() == 0
end)
vim.cmd("edit!")

-- What the documentation promises besides, by Neovim's own functions where it has them.
vim.o.virtualedit = "onemore" -- the cursor behind the end of a line, as when inserting
local function open(file)
  vim.cmd("hide edit! " .. file)
  vim.cmd("edit!") -- as it is on the disk
  wait("the buffer of " .. file, function()
    return #clients({ bufnr = vim.fn.bufnr() }) > 0
  end)
end
local function at(text, offset)
  vim.fn.cursor(1, 1)
  if vim.fn.search("\\V" .. text, "c") == 0 then
    fail("no %q in %s", text, vim.fn.expand("%"))
  end
  vim.fn.cursor(vim.fn.line("."), vim.fn.col(".") + (offset or 0))
end
local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n")
end
local function document(params)
  return vim.tbl_extend("force", { textDocument = vim.lsp.util.make_text_document_params() }, params or {})
end
local function here(params)
  return vim.tbl_extend("force", vim.lsp.util.make_position_params(0, encoding), params or {})
end
local function everywhere(params)
  local last = vim.api.nvim_buf_line_count(0)
  return document(vim.tbl_extend("force", { range = { start = { line = 0, character = 0 }, ["end"] = { line = last, character = 0 } } }, params or {}))
end
-- Puts a text below a line, with the cursor behind it.
local function write(below, text)
  at(below)
  local line = vim.fn.line(".")
  vim.fn.append(line, text)
  vim.api.nvim_win_set_cursor(0, { line + 1, #text })
end
local function completions()
  local answer = ask("textDocument/completion", here())
  return answer.items or answer
end
local function offered(label)
  for _, item in ipairs(completions()) do
    if item.label == label then
      return item
    end
  end
  fail("completion offers no %s but %s", label, vim.inspect(completions()))
end
local function inserted(item)
  return item.textEdit and item.textEdit.newText or item.insertText or item.label
end

-- Completion: nothing is thrown where a value is free text, values are written as the platform
-- reads them, a key comes with what is required below it.
open("manifest.yaml")
write("name: demo", "author: ")
vim.lsp.omnifunc(1, "")
completions()
open("manifest.yaml")
at([[version: "3.12"]])
vim.cmd([[s/version: "3.12"/version: /]])
vim.api.nvim_win_set_cursor(0, { vim.fn.line("."), #vim.fn.getline(".") })
if inserted(offered("3.12")) ~= '"3.12"' then
  fail("a version is completed to %s", inserted(offered("3.12")))
end
if vim.snippet then -- from 0.10 on
  open("tools/search.yaml")
  write("parameters:", "  ")
  local piece = inserted(offered("new parameter"))
  vim.snippet.expand(piece)
  if not piece:find("human_description", 1, true) or not vim.snippet.active() or lines():find("${", 1, true) then
    fail("the piece %s becomes %s", piece, lines())
  end
  vim.snippet.stop()
end
open("requirements.txt")
vim.api.nvim_buf_set_lines(0, 0, -1, true, { "dify_plugin>=" })
vim.api.nvim_win_set_cursor(0, { 1, #"dify_plugin>=" })
if #completions() < 5 then
  fail("releases of the SDK are %s", vim.inspect(completions()))
end
open("tools/search.py")
at([["query"]], 1)
offered("query")
vim.cmd([[s/yield.*/self.session./]])
vim.api.nvim_win_set_cursor(0, { vim.fn.line("."), #vim.fn.getline(".") })
offered("model")

-- An unfinished key costs that key: what is found elsewhere, the hover and the outline stay.
open("tools/search.yaml")
vim.cmd([[%s/human_description/humn_description/]])
wait("a finding in the tool", function()
  return #findings() == 1
end)
local tool = vim.fn.bufnr()
open("manifest.yaml")
write("name: demo", "verif")
wait("a finding in the manifest", function()
  return #vim.diagnostic.get(0) > 0
end)
local stay = vim.tbl_filter(function(d)
  return d.code == "schema/required"
end, vim.diagnostic.get(tool))
at("icon: icon.svg")
local shown = ask("textDocument/hover", here())
if #stay ~= 1 or not shown or #ask("textDocument/documentSymbol", document()) < 5 then
  fail("while a key is written, the tool has %s, hover says %s", vim.inspect(stay), vim.inspect(shown))
end

-- Ways through the plugin.
open("tools/search.py")
open("manifest.yaml")
at("provider/demo.yaml")
vim.lsp.buf.definition()
wait("the provider", function()
  return vim.fn.expand("%:t") == "demo.yaml"
end)
at("tools/search.yaml")
vim.lsp.buf.definition()
wait("the tool", function()
  return vim.fn.expand("%:t") == "search.yaml"
end)
open("tools/search.yaml")
at("query")
vim.lsp.buf.references()
wait("the references", function()
  return #vim.fn.getqflist() == 2
end)
vim.cmd("cclose")
vim.fn.setqflist({})
vim.lsp.buf.workspace_symbol("query")
wait("a symbol", function()
  return #vim.fn.getqflist() >= 1
end)
vim.cmd("cclose")
open("tools/search.yaml")
at("query")
vim.lsp.buf.document_highlight()
wait("a mark", function()
  for name, id in pairs(vim.api.nvim_get_namespaces()) do
    if name:find("references") and #vim.api.nvim_buf_get_extmarks(0, id, 0, -1, {}) > 0 then
      return true
    end
  end
end)
if #ask("textDocument/foldingRange", document()) < 3 or #ask("textDocument/documentLink", document()) < 1 then
  fail("nothing is folded or linked")
end
if vim.lsp.foldexpr then -- from 0.11 on
  vim.wo.foldmethod, vim.wo.foldexpr = "expr", "v:lua.vim.lsp.foldexpr()"
  wait("a fold", function()
    return vim.fn.foldlevel(vim.fn.search("^identity")) == 0 and vim.fn.foldlevel(vim.fn.search("^  name")) > 0 or vim.fn.foldlevel(1) > 0
  end)
  vim.wo.foldmethod = "manual"
  at("query")
end
if vim.lsp.buf.selection_range then -- from 0.12 on
  vim.lsp.buf.selection_range(1)
  wait("a selection", function()
    return vim.fn.mode() == "v"
  end)
  vim.cmd("normal! \27")
else
  local selected = ask("textDocument/selectionRange", document({ positions = { here().position } }))
  if not selected[1].parent then
    fail("the selection is %s", vim.inspect(selected))
  end
end
local function lens(title)
  for _, found in ipairs(vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = 0 } or 0)) do
    found = found.lens or found
    if found.command and found.command.title:find(title, 1, true) then
      return found
    end
  end
end
if vim.lsp.codelens.enable then -- from 0.12 on
  vim.lsp.codelens.enable(true)
else
  vim.lsp.codelens.refresh()
end
wait("a lens", function()
  return lens("loaded by provider/demo.yaml")
end)
if vim.fn.has("nvim-0.10") == 1 then -- a client that shows a place when it is asked to
  vim.fn.cursor(1, 1)
  vim.lsp.codelens.run()
  wait("what the lens opens", function()
    return vim.fn.expand("%:t") == "demo.yaml"
  end)
end
if vim.lsp.inlay_hint then -- from 0.10 on
  open("requirements.txt")
  vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
  wait("a hint", function()
    return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0
  end)
end

-- A parameter gets another name, in the declaration and in the source; a file moves, and the
-- declaration follows.
open("tools/search.py")
open("tools/search.yaml")
at("query")
vim.lsp.buf.rename("text")
wait("the new name in the declaration", function()
  return lines():find("{name: text,", 1, true)
end)
wait("the new name in the source", function()
  local source = vim.fn.bufnr("tools/search.py")
  return table.concat(vim.api.nvim_buf_get_lines(source, 0, -1, true), "\n"):find('get("text"', 1, true)
end)
local old = vim.uri_from_fname(vim.fn.getcwd() .. "/tools/search.py")
local moved = ask("workspace/willRenameFiles", { files = { { oldUri = old, newUri = (old:gsub("search.py", "find.py")) } } })
vim.lsp.util.apply_workspace_edit(moved, encoding)
if not lines():find("source: tools/find.py", 1, true) then
  fail("after a file moved the declaration is %s", lines())
end
-- The file that is missing is made.
for _, action in ipairs(ask("textDocument/codeAction", everywhere({ context = { diagnostics = {}, only = { "quickfix" } } }))) do
  if action.title == "Create tools/find.py" then
    vim.lsp.util.apply_workspace_edit(action.edit, encoding)
  end
end
if not table.concat(vim.api.nvim_buf_get_lines(vim.fn.bufnr("tools/find.py"), 0, -1, true), "\n"):find("class FindTool(Tool)", 1, true) then
  fail("the file that is missing is not made")
end

-- A key that stands in the wrong place is moved.
open("manifest.yaml")
write("name: demo", "entrypoint: main")
vim.cmd([[g/^    entrypoint: main/d]])
wait("the finding", function()
  return #vim.diagnostic.get(0) > 0
end)
local moves
for _, action in ipairs(ask("textDocument/codeAction", everywhere({ context = { diagnostics = {}, only = { "quickfix" } } }))) do
  moves = moves or action.title:find("^Move ") and action
end
if not moves then
  fail("the key that stands in the wrong place stays")
end
vim.lsp.util.apply_workspace_edit(moves.edit, encoding)
if not lines():find("\n    entrypoint: main", 1, true) then
  fail("the key is moved to %s", lines())
end
vim.cmd("edit!")

-- Settings hold at once; a second plugin has a server of its own.
if vim.fn.has("nvim-0.10") == 1 then
  open("tools/search.yaml")
  vim.cmd([[%s/human_description/humn_description/]])
  wait("the finding in English", function()
    return #findings() == 1 and findings()[1].message:find("[\128-\255]") == nil
  end)
  local client = clients({ bufnr = vim.fn.bufnr() })[1]
  client.settings = { difylint = { language = "zh-Hans" } }
  client.config.settings = client.settings
  local params = { settings = client.settings }
  if vim.fn.has("nvim-0.11") == 1 then
    client:notify("workspace/didChangeConfiguration", params)
  else
    client.notify("workspace/didChangeConfiguration", params)
  end
  wait("the finding in another language", function()
    return #findings() == 1 and findings()[1].message:find("[\228-\233]") ~= nil
  end)
  vim.fn.system({ "cp", "-r", ".", "../other" })
  vim.cmd("hide edit ../other/tools/search.yaml")
  vim.cmd([[%s/human_description/humn_description/]])
  wait("the finding in another plugin", function()
    return #findings() == 1
  end)
  if #clients({ name = "difylint" }) ~= 2 then
    fail("there are %d servers", #clients({ name = "difylint" }))
  end
end
vim.cmd("qall!")
