;;; headless.el --- a broken plugin in a real Emacs -*- lexical-binding: t -*-

;; Run by .ci/parts/emacs: opens a broken plugin with the real server, looks at
;; the place of the finding, applies the fix, saves, and sees the finding go. The
;; working directory is the plugin, DIFYLINT the program.

(require 'difylint)
(require 'flymake)

;; Debian's Emacs 28 has no mode for YAML without a further package.
(unless (fboundp 'yaml-mode)
  (define-derived-mode yaml-mode text-mode "YAML"))

(setq difylint-program (getenv "DIFYLINT")
      eglot-sync-connect t
      eglot-autoshutdown nil
      eglot-confirm-server-initiated-edits nil ; to Emacs 29
      eglot-confirm-server-edits nil)
(advice-add 'y-or-n-p :override #'always) ; eglot before 1.17 asks all the same

(defun test-fail (format &rest args)
  (message "emacs: %s" (apply #'format format args))
  (kill-emacs 1))

(defun test-findings ()
  (seq-filter (lambda (d) (string-match-p "human_description is missing" (flymake-diagnostic-text d)))
              (flymake-diagnostics)))

(defun test-wait (what condition)
  (let ((deadline (+ (float-time) 30)))
    (while (not (funcall condition))
      (when (> (float-time) deadline)
        (test-fail "waited in vain for %s; there is %S" what (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))
      (accept-process-output nil 0.02))))

(defun test-apply (edit)
  "Make a server's EDIT, in any release of eglot."
  (if (< 1 (car (func-arity #'eglot--apply-workspace-edit)))
      (eglot--apply-workspace-edit edit 'test)
    (eglot--apply-workspace-edit edit)))

(defun test-open (file)
  "Visit FILE of the plugin with the server."
  (find-file (expand-file-name file test-plugin))
  (yaml-mode)
  (unless (eglot-managed-p) (apply #'eglot (eglot--guess-contact))))

(defun test-at (text)
  "Go into the first TEXT of the buffer."
  (goto-char (point-min))
  (unless (search-forward text nil t) (test-fail "no %S in %s" text (buffer-name)))
  (backward-char 1))

(defun test-completions ()
  "What completion offers at point."
  (pcase (eglot-completion-at-point)
    (`(,beg ,end ,table . ,_) (all-completions (buffer-substring-no-properties beg end) table))))

(defun test-take (text)
  "Take TEXT of what completion offers at point, as a user does."
  (pcase-let* ((`(,beg ,end ,table . ,more) (eglot-completion-at-point))
               (offered (all-completions (buffer-substring-no-properties beg end) table))
               (chosen (seq-find (lambda (c) (string-prefix-p text (string-trim c))) offered)))
    (unless chosen (test-fail "completion offers %S, not %s" offered text))
    (delete-region beg end)
    (insert chosen)
    (funcall (plist-get more :exit-function) chosen 'finished)))

(defun test-hover ()
  "What is shown of the thing at point."
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown (or text ""))))
    (test-wait "a hover" (lambda () shown))
    (format "%s" shown)))

(defun test-features ()
  "What the documentation promises of the declarations, through eglot's own commands."
  (test-open "manifest.yaml")
  ;; One server for all files of a plugin, whatever their folder.
  (let ((server (eglot-current-server)))
    (test-open "tools/search.yaml")
    (unless (eq server (eglot-current-server)) (test-fail "another server serves tools/")))
  (test-open "manifest.yaml")
  ;; Completion: free text throws nothing, values are written as the platform reads them,
  ;; and an unfinished key costs that key.
  (goto-char (point-max))
  (insert "verified: ")
  (test-completions)
  (delete-region (line-beginning-position) (point))
  (test-at "  version: \"3.12\"")
  (delete-region (- (point) 5) (1+ (point)))
  (test-take "3.12")
  (unless (string-match-p "^    version: \"3.12\"$" (buffer-string)) (test-fail "a version is completed to %s" (buffer-string)))
  (goto-char (point-max))
  (insert "verif")
  (unless (test-completions) (test-fail "no key is offered"))
  (test-at "icon: icon.svg")
  (goto-char (line-beginning-position))
  (let ((hover (test-hover)))
    (unless (string-match-p "icon" hover) (test-fail "while a key is written, hover says %S" hover)))
  (set-buffer-modified-p nil)
  (revert-buffer t t)
  (test-open "manifest.yaml")
  ;; What the SDK's releases are, in the requirements of pyproject.toml.
  (with-temp-file (expand-file-name "pyproject.toml" test-plugin)
    (insert "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.12\"\ndependencies = [\n    \"dify-plugin==\",\n]\n"))
  (let ((server (eglot-current-server)))
    (find-file (expand-file-name "pyproject.toml" test-plugin))
    (conf-toml-mode)
    (unless (eglot-managed-p) (apply #'eglot (eglot--guess-contact)))
    (unless (eq server (eglot-current-server)) (test-fail "another server serves pyproject.toml"))
    (test-at "plugin==")
    (forward-char 1)
    (unless (seq-some (lambda (c) (string-match-p "[0-9]+\\.[0-9]+\\.[0-9]+" c)) (test-completions))
      (test-fail "no release of the SDK among %S" (test-completions)))
    (set-buffer-modified-p nil)
    (kill-buffer)
    (delete-file (expand-file-name "pyproject.toml" test-plugin)))
  (test-open "manifest.yaml")
  ;; From the manifest to the provider, and back.
  (test-at "provider/demo.yaml")
  (let ((there (xref-location-group (xref-item-location (car (xref-backend-definitions 'eglot nil))))))
    (unless (string-suffix-p "provider/demo.yaml" there) (test-fail "the definition is %S" there)))
  (test-open "provider/demo.yaml")
  (goto-char (point-min))
  (unless (xref-backend-references 'eglot nil) (test-fail "nothing refers to the provider"))
  (unless (xref-backend-apropos 'eglot "query") (test-fail "no symbol of the workspace is named query"))
  (unless (eglot-imenu) (test-fail "there is no outline"))
  ;; Inlay hints, from Emacs 29 on.
  (when (fboundp 'eglot-inlay-hints-mode)
    (test-open "manifest.yaml")
    (eglot-inlay-hints-mode 1)
    (eglot--update-hints-1 (point-min) (point-max))
    (test-wait "a hint" (lambda () (seq-some (lambda (o) (overlay-get o 'eglot--inlay-hint)) (overlays-in (point-min) (point-max))))))
  ;; Rename: the declaration, and the source that reads it.
  (test-open "tools/search.yaml")
  (test-at "{name: query")
  (eglot-rename "text")
  (unless (string-match-p "{name: text," (buffer-string)) (test-fail "after a rename the buffer is %s" (buffer-string)))
  (with-current-buffer (find-file-noselect (expand-file-name "tools/search.py" test-plugin))
    (unless (string-match-p "get(\"text\"" (buffer-string)) (test-fail "after a rename the source is %s" (buffer-string)))
    (set-buffer-modified-p nil))
  (set-buffer-modified-p nil))

(defvar test-plugin default-directory)

(defun test-run ()
  (find-file "tools/search.yaml")
  (yaml-mode)
  (unless (file-equal-p (difylint-root) test-plugin)
    (test-fail "the root is %S" (difylint-root)))
  (apply #'eglot (eglot--guess-contact))
  (test-wait "the finding" (lambda () (= 1 (length (test-findings)))))
  ;; The place is that of the key, behind Chinese text and an emoji.
  (let* ((found (car (test-findings)))
         (text (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
    (unless (equal text "humn_description")
      (test-fail "the finding is at %S" text))
    (goto-char (flymake-diagnostic-beg found))
    ;; The fix, through the client's own code.
    (let* ((actions (append (jsonrpc-request
                             (eglot--current-server-or-lose) :textDocument/codeAction
                             (list :textDocument (eglot--TextDocumentIdentifier)
                                   :range (list :start (eglot--pos-to-lsp-position (flymake-diagnostic-beg found))
                                                :end (eglot--pos-to-lsp-position (flymake-diagnostic-end found)))
                                   :context (list :diagnostics []))) nil))
           (fix (seq-find (lambda (a) (eq t (plist-get a :isPreferred))) actions)))
      (unless fix (test-fail "there is no preferred fix among %S" actions))
      (test-apply (plist-get fix :edit))))
  (save-buffer)
  (test-wait "the finding to go" (lambda () (null (test-findings))))
  (unless (string-match-p "查询😀}, human_description:" (buffer-string))
    (test-fail "the buffer is now %s" (buffer-string)))
  (test-features)
  ;; A message of the platform leads to its place.
  (test-open "manifest.yaml")
  (goto-char (point-min))
  (unless (re-search-forward "^author:.*\n" nil t) (test-fail "no author in the manifest"))
  (insert "author: other\n")
  (let ((line (1- (line-number-at-pos))))
    (goto-char (point-max))
    (difylint-diagnose (format "yaml: unmarshal errors:\n  line %d: mapping key \"author\" already defined at line %d" line (1- line)))
    (unless (= line (line-number-at-pos))
      (test-fail "the message leads to line %d" (line-number-at-pos))))
  (set-buffer-modified-p nil)
  ;; Other YAML files are not difylint's.
  (make-directory (expand-file-name "../other" test-plugin) t)
  (with-temp-file (expand-file-name "../other/notes.yaml" test-plugin) (insert "a: 1\n"))
  (find-file (expand-file-name "../other/notes.yaml" test-plugin))
  (yaml-mode)
  (let ((other (condition-case nil (nth 3 (eglot--guess-contact)) (error nil))))
    (when (and (listp other) (member "lsp" other) (member difylint-program other))
      (test-fail "another YAML file would get %S" other)))
  (find-file (expand-file-name "manifest.yaml" test-plugin))
  (message "emacs: a finding was seen, mended and seen to go")
  (eglot-shutdown (eglot--current-server-or-lose))
  (kill-emacs 0))

(test-run)
;;; headless.el ends here
