-- Starts "difylint lsp" for the files of Dify plugins and of installations of
-- Dify. Works with Neovim 0.7 and
-- later, without other plugins. From 0.11 on, vim.lsp.enable("difylint") does
-- the same with lsp/difylint.lua.
local M = {}

-- An .env is "sh", or "env" in newer releases.
M.filetypes = { "yaml", "python", "toml", "markdown", "requirements", "text", "sh", "env", "yaml.docker-compose" }

local defaults = {
  cmd = { "difylint", "lsp" },
  settings = {}, -- see docs/editors.md
  on_attach = nil,
  capabilities = nil,
}

-- Whether a manifest.yaml is that of a Dify plugin: other tools have files of
-- this name too.
local function is_plugin(path)
  local file = io.open(path, "r")
  if not file then
    return false
  end
  local head = "\n" .. (file:read(65536) or "")
  file:close()
  for _, mark in ipairs({ "\nplugins:", "\ntype: plugin", "\ntype: bundle", "\nminimum_dify_version:" }) do
    if head:find(mark, 1, true) then
      return true
    end
  end
  return head:find("\nauthor:", 1, true) ~= nil and head:find("\nresource:", 1, true) ~= nil
end

-- Whether a file is a compose file with an image of Dify, or the .env beside one.
local function is_installation(name, dir)
  local base = vim.fn.fnamemodify(name, ":t")
  if not base:find("%.env$") and not base:find("^compose[%w._-]*%.ya?ml$") and not base:find("^docker%-compose[%w._-]*%.ya?ml$") then
    return false
  end
  for _, path in ipairs(vim.fn.globpath(dir, "*compose*.y*ml", true, true)) do
    local file = io.open(path, "r")
    local text = file and file:read(1048576) or ""
    if file then
      file:close()
    end
    if text:find("dify-api", 1, true) or text:find("dify-plugin-daemon", 1, true) then
      return true
    end
  end
  return false
end

-- The folder of the plugin or of the installation that a file belongs to, or nil.
function M.root(name)
  local dir = vim.fn.fnamemodify(name, ":p:h")
  if is_installation(name, dir) then
    return dir
  end
  while true do
    if is_plugin(dir .. "/manifest.yaml") then
      return dir
    end
    local up = vim.fn.fnamemodify(dir, ":h")
    if up == dir then
      return nil
    end
    dir = up
  end
end

local clients = {} -- by root, where vim.lsp.start is not there

local function start(config, bufnr)
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = bufnr })
    return
  end
  local id = clients[config.root_dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id then
    vim.lsp.buf_attach_client(bufnr, id)
  end
end

function M.attach(bufnr, options)
  local root = M.root(vim.api.nvim_buf_get_name(bufnr))
  if not root then
    return
  end
  start({
    name = "difylint",
    cmd = options.cmd,
    root_dir = root,
    settings = { difylint = options.settings },
    init_options = options.settings,
    capabilities = options.capabilities or vim.lsp.protocol.make_client_capabilities(),
    on_attach = options.on_attach,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
  }, bufnr)
end

-- The server of the current buffer, or nil.
local function current()
  local bufnr = vim.api.nvim_get_current_buf()
  local all = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = bufnr }) or vim.lsp.buf_get_clients(bufnr)
  for _, client in pairs(all) do
    if client.name == "difylint" then
      return client
    end
  end
end

-- A request is a method of the client from Neovim 0.11 on.
local function request(client, method, params, handler)
  if vim.fn.has("nvim-0.11") == 1 then
    client:request(method, params, handler)
  else
    client.request(method, params, handler)
  end
end

-- Goes to the place that a message of the platform comes from, and says what it
-- means. Without a text it is asked for, or taken from the clipboard.
function M.diagnose(text)
  if not text or text == "" then
    text = vim.fn.input("What the platform said: ", (vim.fn.getreg("+")):gsub("%s+$", ""))
  end
  local client = current()
  if text == "" or not client then
    return
  end
  local params = { command = "difylint.diagnose", arguments = { { text = text, uri = vim.uri_from_bufnr(0) } } }
  request(client, "workspace/executeCommand", params, function(err, answer)
    local first = answer and answer.answers[1]
    if err or not first then
      vim.notify(err and err.message or "difylint does not know this message", vim.log.levels.WARN)
      return
    end
    if first.uri and first.range then
      local show = vim.lsp.util.show_document or vim.lsp.util.jump_to_location
      show({ uri = first.uri, range = first.range }, client.offset_encoding or "utf-16")
    end
    vim.notify(first.message)
  end)
end

-- Makes all safe fixes in the buffer.
function M.fix_all()
  local client = current()
  if not client then
    return
  end
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding or "utf-16")
  params.context = { diagnostics = {}, only = { "source.fixAll.difylint" } }
  request(client, "textDocument/codeAction", params, function(err, actions)
    local action = not err and actions and actions[1]
    if not action then
      return
    end
    local function apply(a)
      if a and a.edit then
        vim.lsp.util.apply_workspace_edit(a.edit, client.offset_encoding or "utf-16")
      end
    end
    if action.edit then
      apply(action)
    else
      request(client, "codeAction/resolve", action, function(_, resolved)
        apply(resolved)
      end)
    end
  end)
end

function M.commands()
  vim.api.nvim_create_user_command("DifylintDiagnose", function(args)
    M.diagnose(args.args)
  end, { nargs = "*", desc = "Go to the place that a message of the platform comes from" })
  vim.api.nvim_create_user_command("DifylintFixAll", M.fix_all, { desc = "Make all safe fixes in this file" })
end

function M.setup(options)
  M.commands()
  options = vim.tbl_deep_extend("force", {}, defaults, options or {})
  vim.api.nvim_create_autocmd("FileType", {
    pattern = M.filetypes,
    group = vim.api.nvim_create_augroup("difylint", { clear = true }),
    callback = function(args)
      M.attach(args.buf, options)
    end,
  })
end

return M
