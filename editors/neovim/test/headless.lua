-- Opens a broken plugin in a real Neovim with the real server, applies the fix,
-- saves, and sees the finding go. Run by .ci/parts/neovim; the working directory
-- is the plugin, DIFYLINT the program.
local function fail(...)
  io.stderr:write("neovim: " .. string.format(...) .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, condition)
  if not vim.wait(30000, condition, 20) then
    fail("waited in vain for %s; there is %s", what, vim.inspect(vim.diagnostic.get(0)))
  end
end

require("difylint").setup({ cmd = { os.getenv("DIFYLINT"), "lsp" } })
vim.cmd("filetype on")
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

-- A hover at the finding shows the rule's page.
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
  return #vim.lsp.buf_get_clients(0) > 0
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
vim.cmd("qall!")
