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
  (message "emacs: a finding was seen, mended and seen to go")
  (eglot-shutdown (eglot--current-server-or-lose))
  (kill-emacs 0))

(test-run)
;;; headless.el ends here
