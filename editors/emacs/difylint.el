;;; difylint.el --- Check Dify plugins with eglot -*- lexical-binding: t -*-

;; URL: https://github.com/difylint/difylint
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Starts "difylint lsp" with eglot (built in from Emacs 29, elpa-eglot before)
;; for the YAML files of Dify plugins:
;;
;;   (load "/path/to/editors/emacs/difylint.el")
;;   (add-hook 'yaml-mode-hook #'difylint-ensure)     ; or yaml-ts-mode-hook
;;
;; eglot runs one server a buffer: where yaml-language-server is wanted for other
;; YAML files, difylint-ensure leaves those alone.

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

(defun difylint--contact (&rest _)
  "How eglot starts the server."
  (append (list difylint-program "lsp")
          (and difylint-settings (list :initializationOptions difylint-settings))))

(defun difylint--plugin-p (dir)
  "Whether DIR holds the manifest of a Dify plugin."
  (let ((manifest (expand-file-name "manifest.yaml" dir)))
    (and (file-regular-p manifest)
         (with-temp-buffer
           (insert-file-contents manifest nil 0 65536)
           (seq-some (lambda (mark)
                       (goto-char (point-min))
                       (re-search-forward mark nil t))
                     '("^plugins:" "^type: plugin" "^type: bundle" "^minimum_dify_version:"))))))

(defun difylint-root (&optional file)
  "The folder of the plugin that FILE, or the buffer's file, belongs to, or nil."
  (let ((name (or file buffer-file-name)))
    (and name (locate-dominating-file name #'difylint--plugin-p))))

;; Modes that are not loaded do no harm here.
(add-to-list 'eglot-server-programs (cons '(yaml-mode yaml-ts-mode) #'difylint--contact))

;;;###autoload
(defun difylint-ensure ()
  "Start eglot where the buffer's file belongs to a Dify plugin."
  (when (difylint-root)
    (eglot-ensure)))

(provide 'difylint)
;;; difylint.el ends here
