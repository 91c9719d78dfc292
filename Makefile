# Each target is the command of the same name: ./dev run, ./dev test, …
# Variables pass through: make run PORT=8001, make exam MAIL=folder SLOTS=folder.
PY ?= python3
# The login sets a MAIL of its own, which is not meant.
MAIL := ../shared/vectors/mail
SLOTS := ../shared/vectors/scheduling

.PHONY: run test check covered audit assets lock exam bench
run test check covered audit assets lock bench:
	@$(PY) dev $@

exam:
	@$(PY) dev exam MAIL=$(MAIL) SLOTS=$(SLOTS)

# make bench-live runs the one benchmark
bench-%:
	@$(PY) dev bench $*

# make backup FILE=there.tar, make restore FILE=there.tar, and REPLACE=1 if firms may be replaced
.PHONY: backup restore
backup:
	@$(PY) dev backup $(FILE)
restore:
	@$(PY) dev restore $(FILE) $(if $(REPLACE),--replace)
