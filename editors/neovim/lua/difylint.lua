-- Starts "difylint lsp" for the files of Dify plugins. Works with Neovim 0.7 and
-- later, without other plugins. From 0.11 on, vim.lsp.enable("difylint") does
-- the same with lsp/difylint.lua.
local M = {}

M.filetypes = { "yaml", "python", "toml", "markdown", "requirements", "text" }

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

-- The folder of the plugin that a file belongs to, or nil.
function M.root(name)
  local dir = vim.fn.fnamemodify(name, ":p:h")
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

function M.setup(options)
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
