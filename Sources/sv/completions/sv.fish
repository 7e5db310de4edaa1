# Completion of sv(8) for fish.

function __sv_services
    set -q SVDIR; and set -l directory $SVDIR; or set -l directory /etc/service
    for entry in $directory/*/
        basename $entry
    end
end

function __sv_sources
    set -q SVSRCDIR; and set -l directory $SVSRCDIR; or set -l directory /etc/sv
    for entry in $directory/*/
        basename $entry
    end
end

# The command on the line so far; fails when there is none.
function __sv_command
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        switch $words[1]
            case -w
                set -e words[1]
            case '-*'
            case '*'
                echo $words[1]
                return 0
        end
        set -e words[1]
    end
    return 1
end

function __sv_command_is
    contains -- (__sv_command; or return 1) $argv
end

set -l states up ready down done

complete -c sv -f
complete -c sv -n 'not __sv_command' -s d -d 'follow dependencies'
complete -c sv -n 'not __sv_command' -s v -d 'wait and report'
complete -c sv -n 'not __sv_command' -s w -x -d 'seconds to wait'
complete -c sv -n 'not __sv_command' -s V -l version -d 'print the version'
complete -c sv -n 'not __sv_command' -l help -d 'print a summary'
complete -c sv -n 'not __sv_command' -a 'status start stop restart reload check try-restart shutdown'
complete -c sv -n 'not __sv_command' -a 'force-stop force-restart force-reload force-shutdown'
complete -c sv -n 'not __sv_command' -a 'up down once pause cont hup alarm interrupt quit 1 2 term kill exit'
complete -c sv -n 'not __sv_command' -a 'list watch tree log enable disable wait why lint'
complete -c sv -n '__sv_command_is enable' -a '(__sv_sources)'
complete -c sv -n '__sv_command_is enable' -l down -d 'not to be started yet'
complete -c sv -n '__sv_command_is enable disable wait' -s w -x -d 'seconds to wait'
complete -c sv -n "__sv_command_is wait; and not __fish_seen_subcommand_from $states" -a "$states"
complete -c sv -n '__sv_command_is list' -s a -d 'with what could be enabled'
complete -c sv -n '__sv_command_is list' -l json -d 'for programs'
complete -c sv -n '__sv_command_is log' -s f -d 'follow'
complete -c sv -n '__sv_command_is log' -s n -x -d 'number of lines'
complete -c sv -n '__sv_command; and not __sv_command_is enable' -a '(__sv_services)'
