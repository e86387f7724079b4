# Completion of norma for fish: the command itself says what can follow.
function __norma_complete
	set -l words (commandline -opc) (commandline -ct)
	$words[1] help --complete -- $words[2..-1] 2>/dev/null
end
complete -c norma -a '(__norma_complete)'
