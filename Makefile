# The same words as dev.py, for those whose fingers say make.
VERBS := setup demo test check fix draw bench torture
.PHONY: $(VERBS)
$(VERBS):
	@python3 dev.py $@
