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
      eglot-confirm-server-initiated-edits nil)

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
      (eglot--apply-workspace-edit (plist-get fix :edit))))
  (save-buffer)
  (test-wait "the finding to go" (lambda () (null (test-findings))))
  (unless (string-match-p "查询😀}, human_description:" (buffer-string))
    (test-fail "the buffer is now %s" (buffer-string)))
  ;; A message of the platform leads to its place.
  (find-file (expand-file-name "manifest.yaml" test-plugin))
  (yaml-mode)
  (apply #'eglot (eglot--guess-contact))
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
