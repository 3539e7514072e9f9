-- For Neovim 0.11 and later: put this folder on the runtime path and call
-- vim.lsp.enable("difylint").
local difylint = require("difylint")
difylint.commands()

return {
  cmd = { "difylint", "lsp" },
  filetypes = difylint.filetypes,
  root_dir = function(bufnr, on_dir)
    local root = difylint.root(vim.api.nvim_buf_get_name(bufnr))
    if root then
      on_dir(root)
    end
  end,
}
