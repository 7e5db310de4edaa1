# Completion of sv(8) for bash.

_sv_services() {
  local entry
  for entry in "${1%/}"/*; do
    [ -d "$entry" ] && printf '%s\n' "${entry##*/}"
  done
}

_sv() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= index
  local services=${SVDIR:-/etc/service} sources=${SVSRCDIR:-/etc/sv} words=
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case ${COMP_WORDS[index]} in
      -w) ((index++)) ;;
      -*) ;;
      *) command=${COMP_WORDS[index]}; break ;;
    esac
  done
  case $previous in -w | -n) return ;; esac
  case $command in
    '')
      words='status start stop restart reload check try-restart shutdown force-stop force-restart force-reload
        force-shutdown up down once pause cont hup alarm interrupt quit 1 2 term kill exit
        list watch tree log enable disable wait why lint'
      [[ $word == -* ]] && words='-d -v -w -V --help --version' ;;
    enable)
      words=$(_sv_services "$sources")
      [[ $word == -* ]] && words='--down -w' ;;
    wait)
      if ((index + 1 == COMP_CWORD)); then words='up ready down done'; else words=$(_sv_services "$services"); fi
      [[ $word == -* ]] && words='-w' ;;
    *)
      words=$(_sv_services "$services")
      if [[ $word == -* ]]; then
        case $command in
          list) words='-a --json' ;;
          log) words='-f -n' ;;
          disable) words='-w' ;;
          *) words= ;;
        esac
      fi ;;
  esac
  local IFS=$' \t\n'
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}

complete -F _sv sv
