# Completion of norma for fish: the command itself says what can follow; where it has nothing to say, files.
function __norma_complete
	set -l words (commandline -opc) (commandline -ct)
	set -l found ($words[1] help --complete -- $words[2..-1] 2>/dev/null)
	if test (count $found) -gt 0
		printf '%s\n' $found
	else
		__fish_complete_path (commandline -ct)
	end
end
complete -c norma -f -a '(__norma_complete)'
