if true; fi
---
echo "abc
---
echo 'abc
---
for
---
while true; done
---
echo )
---
case x in
---
a=(1 2)
---
((1+1))
---
echo {a,b}
---
echo a |& cat
---
echo $((1+))
---
echo $((1/0))
---
echo ${x
---
echo ${x!}
---
f() echo hi; f
---
x() { echo;
---
cat <<EOF
abc
---
echo $(
---
echo `abc
---
&& a
---
a &&
---
;;
---
foo; ; bar
---
!
---
if true; then echo; else
---
function f { echo hi; }; f
---
{ echo a; } }
---
set -u; echo $x
---
echo ${x:?}
---
echo ${x?foo bar}; echo after
---
nosuch
---
/nosuch; ./nosuch; /; /etc/passwd; echo $?
---
cat <nosuch; echo $?
---
echo >/nosuch/x
---
cd /nosuch; echo $?
---
exec nosuch
---
exec /nosuch
---
. nosuch
---
. ./nosuch
---
readonly x=1; x=2; echo y
---
shift 5; echo $?
---
break 3; echo a
---
export 1a=b
---
unset 1a
---
local x; echo $?
---
echo $((08))
---
let x=1+1; echo $x
---
return 3; echo a
---
[ a; echo $?; [ 1 -eq a ]; echo $?; [ a b c ]; echo $?; test a b; echo $?
---
kill %1; echo $?
---
kill nosuch; echo $?
---
wait 999; echo $?
---
read -z; echo $?
---
trap foo NOSUCH; echo $?
---
ulimit -z
---
umask 99; echo $?
---
type cd if nosuch; command -v cd if nosuch; echo $?
---
exit foo
---
select x in a; do echo; done
---
a[1]=2
---
echo ${x[1]}
---
x=abcdef; echo ${x:2:2} ${x/b/Z} ${x//[a-c]/Z} ${x: -2} ${x/#a/Z} "${x//b}" ${x:1:-1} ${x:9} ${#x}
---
echo ${x^^}
---
getopts; echo $?
---
printf; echo $?
---
printf %z; echo $?
---
printf "%d\n" abc; echo $?
---
hash nosuch; echo $?
---
unalias foo; echo $?
---
eval "echo ("; echo no
---
set -o
---
set -Z; echo no
---
echo $LINENO

echo $LINENO
---
x=abcabc; echo ${x#*b} ${x##*b} ${x%b*} ${x%%b*}
---
echo $((2**3)) $((010)) $((0x1F)) $((a=3,a++ +1)) $a $((1?2:3)) $((5%-3)) $((-5/2)) $((1<<62<<1)) $((!0)) $((~1)) $((a==4&&1))
---
echo $(( 2**-1))
---
a=b; b=5; echo $((a+1)) $((c)) $((a += 2)) $a
---
a="1 +"; echo $((a))
---
a=a; echo $((a))
---
echo "a\
b"; set -- a "b c" d; for i in "x$@y"; do echo "<$i>"; done; for i in $*; do echo "<$i>"; done; IFS=:; echo "$*"; x="a: b::c"; for i in $x; do echo "<$i>"; done
---
echo ~ ~root ~nosuch ~/x; y=~:~; echo $y; echo "~" '~' \~
---
echo "${z:-"a  b"}" ${z:-"a  b"} ${z:-a  b} "${z:-$HOME}" ${z-} "${z+set}" ${HOME:+yes} "${z=new}" $z
---
trap "echo hi" EXIT; trap; echo done
---
type echo export : [ [[ true test printf kill wait pwd hash source getopts let
---
sh -c "kill -9 \$\$"; echo $?
---
sh -c "kill -TERM \$\$"; echo $?
---
sh -c "kill -SEGV \$\$" ; echo $?
---
sh -c "kill -INT \$\$"; echo $?
---
sleep 5 & kill $!; wait $!; echo $?
---
set -x; a=1 b="x y" echo "a b" "" $x 'q"' | cat >/dev/null; for i in a; do :; done; case a in a) :;; esac; c=$(echo hi); f() { :; }; f 1; [ a = b ] || true; export X=1
---
trap "echo t" TERM; kill $$; echo after
---
trap "" TERM; kill $$; echo after; trap; trap - TERM; trap
---
(exit 3); echo $?; ! true; echo $?; (trap "echo x" EXIT; exit 4); echo $?
---
set -e; false || true; ! true; if false; then :; fi; (false); echo no
---
set -e; f() { false; echo in; }; f || echo out; f; echo no
---
set -e; x=$(false); echo no
---
set -o pipefail; false | true; echo $?
---
echo a >&5
---
echo a 5>&1 >&5
---
exec 3>x; echo hi >&3; cat x; exec 3>&-; echo hi >&3
---
echo hi >&file; cat file; rm file
---
set -C; echo a>x; echo b>x; echo b >|x; cat x
---
x=1; readonly x; x=2 echo hi; echo after
---
f() { return 5; }; f; echo $?; f() { local a=1 b; echo $a-$b; a=2; }; a=9; f; echo $a
---
set -- a b c; shift; echo $1 $#; shift 2; echo $#; set -- -x y; echo $1; while getopts ab:c o -a -b foo -c -z -- x; do echo $o $OPTARG $OPTIND; done
---
getopts ab:c o -b; echo $o $OPTARG
---
umask; umask -S; umask 077; umask; umask u=rwx,g=rx,o=; umask
---
alias a="echo hi"; alias; a; alias b; type a
---
alias a="echo hi"
a there; unalias a
a
---
printf "%s-%d-%x-%5.2f|%-5s|%05d|%c%%\n" abc 12 255 3.14159 ab 42 xyz; printf "%s %s\n" a b c; printf "\\101\\n\\x41\\n"; printf "%b" "a\\nb\\c" z
---
printf "%q\n" "a b"
---
printf '%5d|%-5d|%05d|%+d|%x|%X|%o|%#x|%e|%g|%s\n' 42 42 42 42 255 255 8 255 1234.5 0.0001 'x'
---
read a b <<EOF
x y z
EOF
echo "$a|$b"; printf "a\\\\ b c\n" | { read -r x y; echo "$x|$y"; }; printf "a\\\\ b c\n" | { read x y; echo "$x|$y"; }; echo abcdef | { read -n 3 z; echo $z; }; echo | { read z; echo "<$z>" $?; }; printf abc | { read z; echo $z $?; }
---
for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done
---
i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done; until [ $i = 0 ]; do i=$((i-1)); done; echo $i
---
for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done; while :; do while :; do break 2; done; done; echo end
---
case abc in a*) echo 1;; *) echo 2;; esac; case x in [a-w]|y) echo 1;; [!a-w]) echo 2;; esac; case "a*" in "a*") echo lit;; esac; case '' in '') echo empty;; esac
---
f() { echo "$# $1 $2"; shift; echo "$@"; }; f a "b c" d; echo $#
---
echo $(echo a; echo b) "$(echo a; echo b)" `echo c`; x=$(exit 3); echo $?; echo "$(echo "nested $(echo deep)")"
---
cat <<EOF; cat <<'X'; cat <<-T
$HOME $(echo sub) `echo bq` \$HOME $((1+1)) "quoted" 'single'
EOF
$HOME $(echo no)
X
	tabbed
		twice
	T
---
cat <<< "here $HOME"
---
{ echo out; echo err >&2; } 2>&1 | cat; { echo out; echo err >&2; } >f 2>&1; cat f; (echo a; exit 2) ; echo $?
---
echo one >f; echo two >>f; cat f; cat <f >g; wc -l <g; : >f; cat f; echo x &>h; cat h
---
mkdir d; touch d/a d/b.c d/.h; cd d; echo *; echo .*; echo [ab]*; echo ?; echo *.c nosuch*; echo "*"; set -f; echo *; set +f; cd ..; echo */; echo d/*
---
x='*'; mkdir e; cd e; touch q; echo $x "$x"; for f in *; do echo $f; done; ls -d $x
---
set -- "a b" c; for i; do echo $i; done; for i in "$@"; do echo "<$i>"; done; for i in "$*"; do echo "<$i>"; done; echo $#; set --; echo $#; for i in "$@"; do echo never; done
---
IFS=,; x=a,b,,c,; for i in $x; do echo "<$i>"; done; set -- $x; echo $#; unset IFS; x=" a  b "; for i in $x; do echo "<$i>"; done
---
x=1; (x=2; echo $x); echo $x; { x=3; }; echo $x; x=5 sh -c 'echo $x'; echo $x; export x; sh -c 'echo $x'
---
a=b; eval "$a=7"; echo $b; eval 'echo $b; echo "x y"'; eval; echo $?
---
true && echo yes || echo no; false && echo yes || echo no; ! false && echo neg; true; echo $?; false; echo $?
---
sleep 1 & sleep 0.1; echo first; wait; echo second
---
(sleep 0.2; exit 7) & p=$!; wait $p; echo $?; jobs; wait; echo $?
---
trap 'echo got; exit 9' USR1; kill -USR1 $$; sleep 1; echo not
---
trap 'echo int' INT; kill -INT $$; echo after; trap - INT; echo end
---
f() { trap 'echo fexit' EXIT; }; f; echo body
---
exec 2>&1; echo x; nosuch; exec sh -c 'echo replaced $0 $1' a b; echo never
---
sh -c 'echo $0 $1 $2 $#' name one two; sh -s a b <<EOF
echo \$1 \$2
EOF
---
echo 'echo script $0 $1; exit 3' >s.sh; sh s.sh arg; echo $?; sh nosuch.sh; echo $?
---
printf '#!/bin/sh\necho hashbang $1\n' >h; chmod 755 h; ./h a; PATH=/tmp h b; PATH=/tmp:$PATH; h c
---
echo 'v=set; echo sourced $1' >lib; . ./lib; echo $v; . ./lib arg; echo 'return 4; echo no' >r; . ./r; echo $?
---
test -f f; echo $?; touch f; test -f f && [ -e f ] && [ ! -d f ] && [ -r f -a -w f ] && echo ok; [ -s f ] || echo empty; [ a = a -o b = c ] && echo or; [ "a" \< "b" ] && echo lt; [[ abc == a* ]] && echo glob; [[ -n x && ! -z y ]] && echo dbl
---
[ ]; echo $?; [ x ]; echo $?; [ "" ]; echo $?; [ ! x ]; echo $?; [ -n "" ]; echo $?; [ 1 -lt 2 ] && [ 2 -ge 2 ] && [ -1 -ne 1 ]; echo $?
---
[ \( a = a \) -a b = b ]; echo $?; [ = = = ]; echo $?; [ ! = x ]; echo $?; [ -f = -f ]; echo $?; [ a = ]; echo $?
---
cd /; pwd; cd tmp; pwd; cd -; cd ..; pwd; cd; pwd; echo $OLDPWD; cd /tmp/../etc/.; pwd; pwd -P
---
echo -n a; echo -e 'x\ty\n\0101\c'; echo; echo -E 'a\tb'; echo -ne 'z\n'; echo -x; echo --; echo - a
---
set -- a b c d e f g h i j k; echo $10 ${10} ${11} $#; echo "$@" | wc -w
---
echo a\ b 'c d' "e f" g\'h "i\"j" 'k\l' "m\n" $'n\to\x41\'' ; echo a#b #comment
---
x=`echo "a\\b" '\$HOME'`; echo "$x"; echo `echo \`echo nested\``
---
a=1; b=2; echo $a$b ${a}b $a-b "$a"'$b'; echo $nosuch; echo "$nosuch"x ${nosuch}y
---
unset x; echo ${x-unset} ${x:-empty}; x=; echo ${x-unset} ${x:-empty} ${x+set} "${x:+nonempty}"
---
echo ${#} $# $?; echo ${##} ${#?}
---
set -a; q=1; sh -c 'echo $q'; set +a; r=2; sh -c 'echo "<$r>"'
---
export A=1 B="x y"; export -p | grep ' [AB]='; readonly R=5; readonly -p; unset A; echo "<$A>"; export -n B; sh -c 'echo "<$B>"'
---
f() { echo f; }; unset -f f; f; g=1; unset g; echo "<$g>"; unset nosuch; echo $?
---
command echo hi; command -V cd; command -v nosuch; echo $?; command nosuch; echo $?
---
: ${v:=default}; echo $v; : > f; echo $?; true; : ; echo $?
---
yes | head -n 2; seq 5 | while read n; do [ $n = 3 ] && break; echo $n; done; echo done
---
if [ 1 = 2 ]; then echo a; elif [ 1 = 1 ]; then echo b; else echo c; fi; if false; then :; fi; echo $?
---
while read -r line; do echo "[$line]"; done <<EOF
a b
 c  d 

e\f
EOF
---
printf 'a:b:c\nd:e\n' | while IFS=: read x y z; do echo "$x|$y|$z"; done; echo 'a,b' | { IFS=, read p q; echo $p $q; }
---
x=abc; case $x in ?b?) echo m;; esac; case $x in a|b|abc) echo alt;; esac; case "[" in \[) echo br;; esac; case a-b in *-*) echo dash;; esac
---
f() { [ $1 -le 1 ] && echo 1 && return; echo $(( $1 * $(f $(($1-1))) )); }; f 6
---
x=5; x=$((x*2+1)); echo $x; echo $((x>10)) $((x==11 ? 1 : 0)) $(( (1+2)*3 )) $((7/2)) $((-7%3)) $((1||0)) $((x<<2)) $((x&6|1)); echo $((x+=4)) $x; : $((x++)) ; echo $x $((--x)) $((0x10+010))
---
echo "a" | cat - ; echo b | cat | cat | cat; echo x | tr x y | sed s/y/z/; false | true; echo $?; true | false; echo $?
---
set -e; echo a; false; echo b
---
set -e; if ! false; then echo a; fi; false && true; echo b; (exit 0); true | false; echo c
---
trap 'echo exit $?' EXIT; exit 5
---
trap 'echo exit $?' EXIT; false
---
trap 'echo exit; exit 6' EXIT; exit 5
---
(trap 'echo sub' EXIT; :); trap 'echo main' EXIT; (echo insub); echo end
---
kill -l 15; kill -l TERM; kill -l | head -n 3; kill -0 $$; echo $?; kill 99999; echo $?
---
sleep 10 & pid=$!; kill -0 $pid && echo alive; kill -KILL $pid; wait $pid; echo $?; kill -0 $pid 2>/dev/null || echo dead
---
echo $$ >a; (echo $$ >b); cmp a b && echo same; [ $$ -gt 0 ] && echo pos; [ "$!" = "" ] && echo nobg
---
echo "$0"; echo "${0}"; set -- x; echo "${1}" "${2-none}"; echo "${1:-a}" "${2:-b}"
---
x="a b"; y=$x; echo "$y"; z="$x"c; echo $z; w='$x'; echo $w; eval echo $w; v=a\ b; echo "$v"
---
hash -r; times >/dev/null; ulimit -n >/dev/null; echo $?; let 1; echo $?; let 0; echo $?; let "a = 5" "b = a * 2"; echo $a $b
---
echo a; exit
---
false; exit
---
exit 300
---
echo x >/dev/null; echo y 2>/dev/null; cat /dev/null; echo $?
---
2>&1 nosuch | cat; >f echo redirected first; cat f; <f cat; <f >g cat; cat g
---
v=1 w=2 env | grep '^[vw]='; v=3; echo $v$w
---
i=10; { i=20; } | cat; echo $i; echo foo | read v; echo "<$v>"
---
f() { echo "in $FUNCNAME"; local v=1; g; }; g() { echo v=$v; }; f; echo v=$v
---
f() (x=sub; echo $x); x=out; f; echo $x; f() { echo err >&2; } 2>/dev/null; f; echo $?
---
set -- 'a  b' ''; for i in $@; do echo "<$i>"; done; for i in "$@" ""; do echo "<$i>"; done; echo "$#"; IFS=-; echo "$*" $*
---
echo a\
b c\
 d; echo 'multi
line' "dq
line"
---
x=3; while [ $x -gt 0 ]; do x=$((x-1)); if [ $x = 1 ]; then continue; fi; echo $x; done; echo rc $?
---
until false; do break; done; echo $?; for i in; do echo no; done; echo $?; for x in a; do false; done; echo $?
---
ls nosuch 2>/dev/null || echo failed; ls nosuch >/dev/null 2>&1; echo $?
---
echo 'echo one; echo $1' | sh -s x y; echo 'read a; echo "got $a"
data' | sh; printf 'echo no newline' | sh; echo 'exit 4' | sh; echo $?
---
printf 'echo a\nif true; fi\necho b\n' >t; sh t; echo $?; sh <t; . ./t; echo never
---
printf 'cd /nosuch\nnosuch\n\necho ${x?}\n' > s; sh s; echo $?; sh < s; echo $?
