;;; difylint.el --- Check Dify plugins with eglot -*- lexical-binding: t -*-

;; URL: https://github.com/difylint/difylint
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Starts "difylint lsp" with eglot (built in from Emacs 29, elpa-eglot before)
;; for the YAML and TOML files of Dify plugins:
;;
;;   (load "/path/to/editors/emacs/difylint.el")
;;   (add-hook 'yaml-mode-hook #'difylint-ensure)      ; or yaml-ts-mode-hook
;;   (add-hook 'conf-toml-mode-hook #'difylint-ensure) ; or toml-ts-mode-hook
;;
;; Only the files of plugins are difylint's: eglot starts what it is set to start
;; for every other file.  difylint-diagnose takes what the platform said and
;; goes to the place that it comes from.

;;; Code:

(require 'eglot)
(require 'seq)

(defgroup difylint nil "Checks of Dify plugins." :group 'tools)

(defcustom difylint-program "difylint"
  "The program that serves eglot."
  :type 'string)

(defcustom difylint-settings nil
  "Settings as a plist, for instance (:severity \"warning\").
docs/editors.md lists them."
  :type 'plist)

(defconst difylint-modes '(yaml-mode yaml-ts-mode conf-toml-mode toml-ts-mode pip-requirements-mode)
  "The modes whose files are difylint's where they belong to a plugin.
Python's keep the server that eglot starts for them: a buffer has one.")

(defun difylint--contact (&rest _)
  "Return the command for eglot, with the settings of the server."
  (append (list difylint-program "lsp")
          (and difylint-settings (list :initializationOptions difylint-settings))))

(defun difylint--plugin-p (dir)
  "Return non-nil if the manifest of a Dify plugin is in DIR."
  (let ((manifest (expand-file-name "manifest.yaml" dir)))
    (and (file-regular-p manifest)
         (with-temp-buffer
           (insert-file-contents manifest nil 0 65536)
           (seq-some (lambda (mark)
                       (goto-char (point-min))
                       (re-search-forward mark nil t))
                     '("^plugins:" "^type: plugin" "^type: bundle" "^minimum_dify_version:"))))))

(defun difylint--compose-p (file)
  "Whether FILE is a compose file with an image of Dify."
  (and (string-match-p "\\`\\(?:docker-\\)?compose[^/]*\\.ya?ml\\'" (file-name-nondirectory file))
       (file-regular-p file)
       (with-temp-buffer
         (insert-file-contents file nil 0 1048576)
         (re-search-forward "dify-api\\|dify-plugin-daemon" nil t))))

(defun difylint-root (&optional file)
  "The folder of the plugin or installation of FILE, or the buffer's file, or nil."
  (let ((name (or file buffer-file-name)))
    (and name
         (or (locate-dominating-file name #'difylint--plugin-p)
             (and (difylint--compose-p name) (file-name-directory name))))))

(defun difylint--guess (guess &rest args)
  "Call GUESS, eglot's way to find a server, with ARGS.
In a file of a plugin or an installation the server is difylint."
  (if (and (apply #'derived-mode-p difylint-modes) (difylint-root))
      (let ((eglot-server-programs
             (cons (cons difylint-modes #'difylint--contact) eglot-server-programs)))
        (apply guess args))
    (apply guess args)))

(defun difylint--project (dir)
  "The plugin around DIR as a project, so that one server serves all of its files.
A project that something else finds, as version control does, comes first."
  (let ((root (locate-dominating-file dir #'difylint--plugin-p)))
    (and root (cons 'transient (expand-file-name root)))))

(add-hook 'project-find-functions #'difylint--project 90)
(advice-add 'eglot--guess-contact :around #'difylint--guess)

;;;###autoload
(defun difylint-ensure ()
  "Start eglot in the files of Dify plugins and of installations of Dify."
  (when (difylint-root)
    (eglot-ensure)))

;;;###autoload
(defun difylint-diagnose (text)
  "Go to the place that TEXT, a message of the platform, comes from.
Interactively TEXT is the region, or asked for."
  (interactive
   (list (if (use-region-p)
             (buffer-substring-no-properties (region-beginning) (region-end))
           (read-string "What the platform said: " nil nil (current-kill 0 t)))))
  (let* ((server (or (eglot-current-server) (user-error "No server runs in this buffer")))
         (_ (eglot--signal-textDocument/didChange)) ; what is not told yet
         (answer (jsonrpc-request
                  server :workspace/executeCommand
                  (list :command "difylint.diagnose"
                        :arguments (vector (list :text text :uri (eglot--path-to-uri buffer-file-name))))))
         (answers (append (plist-get answer :answers) nil))
         (first (car answers)))
    (unless first
      (user-error "Message not known to difylint"))
    (when-let ((uri (plist-get first :uri)))
      (find-file (eglot--uri-to-path uri))
      (goto-char (car (eglot--range-region (plist-get first :range)))))
    (message "%s" (plist-get first :message))))

(provide 'difylint)
;;; difylint.el ends here
