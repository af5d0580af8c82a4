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
---
x=abc; echo ${x#a} ${x%c} ${x##*b} ${x%%b*} ${#x} ${x:-d} ${y:-d} ${y:=e} $y ${x:+f}
---
x=hello; echo ${x:1:3} ${x:2} ${x: -2} ${x/l/L} ${x//l/L}
---
set -- a b c; echo $# $* $@ $1; shift; echo $1; shift 2; echo $#
---
set -- 'a b' c; for i in "$@"; do echo "[$i]"; done; for i in $*; do echo "<$i>"; done; for i in "$*"; do echo "{$i}"; done
---
IFS=:; set -- a b; echo "$*"; x=1:2:3; for i in $x; do echo $i; done
---
f() { local x=1; echo $x; return 3; }; x=0; f; echo $? $x
---
trap 'echo bye' EXIT; echo hi
---
trap 'echo err' ERR; false; echo x
---
(exit 3); echo $?; ! true; echo $?; true && false || echo or
---
set -e; false; echo no
---
set -e; if false; then :; fi; false || true; echo yes; ! true; echo still; false; echo no
---
set -u; echo ${x-unset}; echo $x; echo no
---
set -x; echo a b; x='c d'; echo "$x"
---
echo $((1+2*3)) $((7/2)) $((7%3)) $((-7/2)) $((1<<4)) $((0x1f)) $((010)) $((1==1)) $((3>2?5:6)) $((~5)) $((!3))
---
i=5; echo $((i++)) $i $((++i)) $((i+=3)) $i $((i--)) $((i,1))
---
echo $((2**3)); echo $((a=3, a*2)) $a
---
case abc in a*) echo 1;; *) echo 2;; esac; case x in y|x) echo yx;; esac; case '' in '') echo empty;; esac
---
case abc in [a-c]??) echo m;; esac; case - in [!a-z]) echo n;; esac
---
while read a b; do echo "$b-$a"; done <<EOF
1 2 3
4 5
EOF
---
cat <<'EOF'
$x `y` $(z)
EOF
---
x=5; cat <<EOF
$x $((x+1)) $(echo hi) \$x
EOF
---
cat <<-EOF
	tabbed
		twice
	EOF
---
echo `echo a \`echo b\`` $(echo $(echo c))
---
read x <<EOF
  a b  
EOF
echo "[$x]"
---
printf 'a\\b\n' | { read x; echo "$x"; }; printf 'a\\b\n' | { read -r x; echo "$x"; }
---
printf 'a:b:c\n' | { IFS=: read x y; echo "$x|$y"; }
---
read -p prompt x </dev/null; echo $?
---
printf 'abc' | { read -n 2 x; echo "$x"; }
---
echo a > f; echo b >> f; cat < f; echo c 2>&1 >f | cat; cat f
---
{ echo out; echo err >&2; } 2>/dev/null; { echo out; echo err >&2; } 2>&1 >/dev/null
---
exec 3>f; echo hi >&3; exec 3>&-; cat f; exec 3<f; read x <&3; echo $x
---
echo hi > /nosuch/f; echo $?
---
set -C; echo a > f; echo b > f; echo $?; echo c >| f; cat f
---
sleep 0.1 & p=$!; wait $p; echo $?; wait 9999; echo $?
---
(sleep 0.1; exit 4) & wait $!; echo $?
---
false & true & wait; echo $?
---
echo ~ ~root ~nosuch a~ ~/x
---
touch a1 a2 b1; echo a* *1 [ab]2 c* "a*" \*
---
mkdir d; touch d/x .h; echo * .* d/*
---
echo a{b,c} {1..3}
---
x='a  b'; echo $x "$x"; y="$x"; echo "$y"; z=$x; echo "$z"
---
f() { echo "$0 $1 $#"; }; f a b; f
---
f() { f2() { echo inner; }; f2; }; f; f2
---
unset x; x=1; unset x; echo ${x-gone}; f() { :; }; unset -f f; f; echo $?
---
export A=1; B=2 sh -c 'echo $A $B'; echo ${B-none}; env | grep ^A=
---
readonly R=1; R=2; echo no
---
alias l='echo aliased'; l x; unalias l; l
---
eval 'x=1; echo $x'; eval "echo \$x"
---
. /nosuch; echo no
---
echo 'echo sourced $1' > s; . ./s arg; sh s arg2
---
getopts ab: o -a -b x; echo $o $OPTIND; getopts ab: o -a -b x; echo $o $OPTARG $OPTIND; getopts ab: o -a -b x; echo $?
---
while getopts 'ab:' o -- -x; do echo "$o $OPTARG"; done
---
test 1 -lt 2 -a 3 -gt 2; echo $?; [ a = a ]; echo $?; [ -z '' ]; [ -n x ]; [ -d /tmp ]; [ -f /tmp ]; echo $?; [ a; echo $?; [ 1 -eq a ]; echo $?
---
[ -e /etc/passwd ] && echo e; [ -x /bin/sh ] && echo x; [ ! -e /nope ] && echo n; [ /etc/passwd -nt /nope ] && echo nt; [ a '<' b ] && echo lt; [ -t 0 ] || echo not
---
[[ abc == a* ]] && echo m; [[ abc =~ b ]] && echo re; [[ -n x && 1 -lt 2 ]] && echo and
---
for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done; for i in 1 2 3; do [ $i = 2 ] && break; echo $i; done
---
for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done
---
until [ "$x" = 3 ]; do x=$((x+1)); echo $x; done
---
echo -e 'a\tb\nc\\d\x41\0101'; echo -n no; echo -en '\a' | od -c; echo -E 'a\n'
---
printf '%s %d %x %o %c %5s|%-5s|%05d %e %g %f %%\n' a 10 255 8 xyz r l 42 1.5 1.5 1.5
---
printf '%s\n' a b c; printf '%d %s\n' 1 a 2; printf '%b' 'a\nb'; printf '\n'
---
printf '%d\n' abc; echo $?; printf '%d %d\n' 0x10 010; printf "%d\n" "'A"; printf '%q\n' x
---
printf '%*d|%.2s|%+d|% d\n' 5 3 abc 4 5
---
umask; umask 027; umask; touch f; stat -c %a f; umask -S
---
cd /tmp; pwd; cd -; cd /nosuch; echo $?; cd; pwd; cd ..; pwd
---
mkdir -p a/b; ln -s a/b l; cd l; pwd; pwd -P; cd ..; pwd
---
times | wc -l; echo $-; echo $0
---
x=$(exit 5); echo $?; x=$(echo a; exit 6) y=1; echo $? $x
---
echo "a'b" 'a"b' "a\"b" a\ b "\$x \`" '\n' "\n" a\\b
---
echo "$(echo "nested $(echo "deep")")"
---
: ${x:=default}; echo $x; : > f; wc -c f
---
if [ 1 = 2 ]; then echo a; elif [ 1 = 1 ]; then echo b; else echo c; fi
---
{ echo a; echo b; } | while read l; do echo "<$l>"; done; echo x | ( read y; echo $y )
---
nosuchcmd; echo $?; /etc/passwd; echo $?; /tmp; echo $?; ./nosuch; echo $?
---
echo '#!/bin/sh
echo script $1' > s; chmod +x s; ./s a; ./s b c | cat
---
printf '#!/nosuch\n' > s; chmod +x s; ./s; echo $?
---
echo a; exit 3; echo b
---
exec echo replaced; echo no
---
exec nosuch; echo no
---
command echo x; command -p echo y; builtin echo z; echo $?
---
sleep 5 & kill -9 $!; wait $!; echo $?
---
x=1; (x=2; echo $x); echo $x; x=3 | true; echo $x; echo 4 | read x; echo $x
---
a=1 b=2; echo $a$b; a=3 echo $a; echo $a
---
echo ${x?msg}; echo no
---
x=/a/b.c; echo ${x##*/} ${x%/*} ${x%.*} ${x#*.}
---
x='*'; echo $x; set -f; echo $x; set +f
---
echo "${x:-"a b"}" ${x:-"a b" c} "${x:-'q'}"
---
x=' a b '; echo [$x]; set -- $x; echo $#; x=a:b; IFS=:; set -- $x; echo $#
---
sh -c 'echo $0 $1' zero one; sh -s a b <<EOF
echo \$1 \$2
EOF
---
let x=3+4; echo $x; let 'y = x * 2'; echo $y
---
f() { return; }; false; f; echo $?; return 3; echo after
---
break; echo $?; continue; echo $?
---
while :; do break; done; echo $?; for i in; do :; done; echo $?
---
local x=1; echo $?
---
shift; echo $?; shift 5; echo $?
---
wait %1; fg; bg; echo $?
---
echo "a
b" | wc -l; echo 'x' \
  y
---
# comment
echo a # b
echo a#b
---
time true 2>&1 | grep -c real
---
select x in a; do :; done
---
x=(1); echo $x
---
echo $'a\nb'; echo $'\x41\u0042'
---
echo a &> f; cat f; echo b >& f; cat f
---
cat <<< word
---
function g() { echo g; }; g
---
printf 'x y\n' | (read a b; echo $b $a); read -t 1 x </dev/null; echo $?; read -d : x <<EOF
a:b
EOF
echo $x
---
find . -exec nosuch {} \; ; echo $?; find . -exec nosuch {} + ; echo $?
---
time nosuch 2>&1 | head -1; timeout 1 nosuch; echo $?; env nosuch; echo $?; setsid nosuch; echo $?; watch -n 1 2>&1 | head -1 | cut -c1-7; su -c id nosuch; echo $?
---
echo $-; sh -c 'echo $-'; sh -ec 'echo $-'; echo 'echo $-' | sh; set -x; echo $-
---
trap 'echo err $?' ERR; false; (false); f() { false; }; f; if false; then :; fi; false || true; ! true; sh -c 'exit 3'; trap - ERR; false; echo end
---
set -E; trap 'echo err' ERR; f() { false; echo in; }; f; set -e; false; echo no
---
ls -F /etc/passwd; mkdir d; ln -s d l; ln -s /etc/passwd p; ls -F l; ls -F; ls -Fl p | tail -c 17; chmod +x /etc/group; ls -F /etc/group
---
x=1; while [ $x -le 3 ]; do case $x in 2) x=$((x+1)); continue;; esac; echo $x; x=$((x+1)); done; echo done $x
---
f() { if [ $1 -le 1 ]; then echo 1; else echo $(( $1 * $(f $(($1-1))) )); fi; }; f 5
---
i=0; while read l; do i=$((i+1)); done < /etc/passwd; echo $i; cat /etc/passwd | while read l; do i=$((i+1)); done; echo $i
---
for f in /etc/*; do case ${f##*/} in p*) echo $f;; g*) continue;; esac; done; echo ${f##*/}
---
a='x y'; set -- $a "$a"; echo $#; printf '<%s>' "$@"; echo; printf '<%s>' $*; echo; IFS=,; printf '<%s>' "$*"; echo
---
cat > s <<'EOF'
usage() { echo "usage: $0 [-v] file" >&2; exit 1; }
while getopts vh o; do case $o in v) v=1;; *) usage;; esac; done
shift $((OPTIND-1))
[ $# -eq 1 ] || usage
echo "v=$v file=$1"
EOF
sh s -v x; sh s; echo $?; sh s -q; echo $?
---
n=$(printf '%s\n' a b c | wc -l); echo "$n lines"; v=$(cat <<EOF
in $n
EOF
); echo "$v"
---
(trap 'echo cleanup; exit 7' TERM; sleep 10 & wait $!) & p=$!; sleep 0.2; kill $p; wait $p; echo $?
---
mkfifo p; (echo through > p) & cat p; wait; rm p; mkfifo q; cat q & echo x > q; wait; echo $?
---
{ sleep 0.1; echo slow; } & { echo fast; } & wait; echo all
---
exec 3>&1; { echo a >&3; echo b; } > f; exec 3>&-; cat f; { echo e >&2; } 2> g; cat g; echo both > h 2>&1; cat h
---
echo "${PATH%%:*}"; echo ${HOME:+set}; v=; echo "${v:-empty} ${v-unset}"; unset v; echo "${v+set}"; w=abcabc; echo ${w%b*} ${w%%b*} ${w#*b} ${w##*b}
---
printf '%s\n' "a b" 'c\nd' | while IFS= read -r line; do printf '[%s]\n' "$line"; done
---
[ "$(id -u)" -eq 0 ] && echo root; command -v awk >/dev/null 2>&1 && echo has; if ! command -v nosuch >/dev/null; then echo hasnt; fi
---
cd /tmp && mkdir -p a/b/c && (cd a/b && pwd) && pwd; pushd a 2>/dev/null || echo nopushd; CDPATH=/tmp/a cd b; pwd
---
x='$(echo hi)'; echo "$x"; eval echo "$x"; y='a"b'; echo "$y"; echo 'single'"double"'x'; echo a''b; echo ""; echo "a   b"
---
echo $((1 + 08)); echo x; echo $((5 / 2 * 2)); echo $(( (3 & 5) | 8 )) $((6 ^ 3)) $((1 && 0 || 1)); echo $((10 % 3)) $((-10 % 3)); echo $((x = 4)) $x
---
sh -exc 'echo $-' 2>/dev/null; sh -euc 'echo $-'; sh -fc 'echo $-'; sh -vc 'echo $-' 2>/dev/null; sh -aC -c 'echo $-'
---
mkdir -p a/b; CDPATH=a; cd b; pwd; cd ..; CDPATH=:/tmp cd a; pwd; CDPATH=/nosuch cd /tmp; cd nosuch; echo $?; cd ./a; pwd
