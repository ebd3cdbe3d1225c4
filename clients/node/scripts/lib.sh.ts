/**
 * What every script finds defined. Names that begin with `gp_` are the library's own. Functions that make JSON put it
 * into a variable instead of printing it, because a command substitution is a process: a hundred rows would cost a
 * hundred of them.
 */
export const LIBRARY = String.raw`
# say TEXT: tells what is happening.
say() { printf '%s\n' "$*" >&2; }

# fail TEXT: ends the script with an error.
fail() { printf '%s\n' "$*" >&2; exit 1; }

# have COMMAND: whether there is such a command.
have() { command -v "$1" >/dev/null 2>&1; }

# put_file PATH MODE CONTENT: writes a file in one step; the content is in no argument of a process.
put_file() {
  gp_new=$(mktemp "$1.XXXXXX")
  printf '%s' "$3" >"$gp_new" && chmod "$2" "$gp_new" && mv -f "$gp_new" "$1" || { rm -f "$gp_new"; return 1; }
}

# fields PREFIX PAIRS: sets a variable for each member of an encoded object.
fields() {
  gp_prefix=$1
  eval "set -- $2"
  while [ $# -gt 0 ]; do
    case $1 in '' | *[!A-Za-z0-9_]*) fail "the key $1 cannot be part of a variable's name" ;; esac
    eval "$gp_prefix$1=\$2"
    shift 2
  done
}

# gp_quote TEXT: gp_json becomes the text in JSON.
gp_quote() {
  case $1 in
    *[[:cntrl:]\"\\]*)
      # The dot keeps line ends at the end, which substitutions take away.
      gp_json=$(printf '%s.' "$1" | awk '
        function escaped(text) {
          gsub(/\\/, "&&", text)
          gsub(/"/, "\\\"", text)
          if (text ~ /[[:cntrl:]]/) {
            gsub(/\t/, "\\t", text)
            for (c in special) if (index(text, c)) gsub("[" c "]", special[c], text)
          }
          return text
        }
        BEGIN {
          for (i = 1; i < 32; i++) special[sprintf("%c", i)] = sprintf("\\u%04x", i)
          special[sprintf("%c", 127)] = "\\u007f"
          printf "\""
        }
        NR > 1 { printf "%s\\n", escaped(last) }
        { last = $0 }
        END { printf "%s\"", escaped(substr(last, 1, length(last) - 1)) }') ;;
    *) gp_json="\"$1\"" ;;
  esac
}

# gp_members TYPE KEY VALUE …: gp_object becomes an object in JSON.
gp_members() {
  gp_object=
  while [ $# -gt 0 ]; do
    case $1 in
      text) gp_quote "$3" ;;
      maybe) if [ -n "$3" ]; then gp_quote "$3"; else gp_json=null; fi ;;
      flag) if [ "$3" = true ]; then gp_json=true; else gp_json=false; fi ;;
      json) gp_json=$3 ;;
      number)
        case $3 in
          '') gp_json=null ;;
          *[!0-9]*) gp_number "$3" ;;
          0?*) gp_number "$3" ;;
          *) gp_json=$3 ;;
        esac ;;
      *) fail "$1 is no type of a JSON member" ;;
    esac
    gp_value=$gp_json
    gp_quote "$2"
    if [ -n "$gp_object" ]; then gp_object="$gp_object,"; fi
    gp_object="$gp_object$gp_json:$gp_value"
    shift 3
  done
  gp_object="{$gp_object}"
}

# gp_number TEXT: gp_json becomes a number that is no plain one.
gp_number() {
  if printf '%s\n' "$1" | grep -Eqx -e '-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?'; then gp_json=$1
  else fail "$1 is no number"; fi
}

# object VARIABLE TYPE KEY VALUE …: sets the variable to an object in JSON.
object() {
  gp_target=$1
  shift
  gp_members "$@"
  eval "$gp_target=\$gp_object"
}

# push VARIABLE JSON: adds to a list, which becomes JSON between brackets.
push() { eval "$1=\"\${$1:-}\${$1:+,}\$2\""; }

# push_text VARIABLE TEXT: adds a text to a list.
push_text() {
  gp_quote "$2"
  push "$1" "$gp_json"
}

# answer TYPE KEY VALUE …: prints the script's answer.
answer() {
  gp_members "$@"
  printf '%s\n' "$gp_object"
}
`;
