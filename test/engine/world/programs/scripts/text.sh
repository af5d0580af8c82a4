printf 'apple\nBanana\ncherry\n' >f; grep an f; grep -i ban f; grep -v an f; grep -c a f; grep -n r f; grep -o an f; grep -q zzz f; echo $?; grep -E 'ap+|ch' f; grep -F 'a' f | wc -l; grep -x apple f; grep -w an f; echo $?; grep -l apple f /etc/passwd; grep -e app -e che f; grep zz nosuch; echo $?; grep -s zz nosuch; echo $?
---
printf '1\n2\n3\n4\n5\n6\n7\n8\n9\n' >f; grep -A1 3 f; grep -B2 5 f; grep -C1 '[28]' f; grep -m2 . f; grep -n -A1 3 f; grep '[' f; echo $?
---
printf 'foo.bar\nfoo+bar\naab\n' | grep 'a\{2\}'; printf 'foo.bar\nfoo+bar\n' | grep 'o\.b'; printf 'foo+bar\n' | grep 'o+b'; printf 'abab\n' | grep '\(ab\)\1'; printf 'a1\n' | grep '[[:digit:]]'; printf 'x\n' | grep '^x$'; printf 'a*b\n' | grep '*b'; printf 'ab\n' | grep -E '(a|b){2}'; printf 'a b\n' | grep '\bb'; printf 'a{1}\n' | grep 'a{1}'
---
mkdir d; echo hit >d/a; echo miss >d/b; grep -r hit d; grep -rl hit d; grep -h hit d/a d/b; grep -H hit d/a; grep -L hit d/a d/b; grep hit d; echo $?; grep -rc hit d | sort
---
printf 'one\ntwo\nthree\n' >f; sed s/o/0/ f; sed -n 2p f; sed 2d f; sed '/two/d' f; sed -n '/one/,/two/p' f; sed '$d' f; sed -n '$=' f; sed 's/\(.\)\(.\)/\2\1/' f; sed 's/e/E/g;s/t/T/' f; sed -e 1d -e 's/^/> /' f; sed '1!d' f; sed y/abc/xyz/ f; sed -E 's/(o+)/<\1>/g' f; sed 's/o/&&/2' f
---
printf 'one\ntwo\nthree\n' >f; sed '2i\inserted' f; sed '2a appended' f; sed '2c changed' f; sed -n 'h;n;G;p' f; sed '/one/{s/o/O/;p}' f; sed -n '/t/{=;p}' f; sed 2q f; sed 's/x/y/;t;s/o/0/' f; sed ':a;N;$!ba;s/\n/,/g' f; sed -i s/one/1/ f; cat f; sed 's|/|-|g' <<E
a/b/c
E
---
printf 'a b\n' | sed 's/ /\n/'; printf 'abc\n' | sed 's/b*/X/g'; printf 'hello\n' | sed 's/l/L/2'; printf 'aaa\n' | sed 's/a/b/2g'; echo abc | sed 's/B/x/I'; echo 'a.b' | sed 's/\./-/'; echo path/x | sed 's,/,:,'
---
sed 2>/dev/null; echo $?; echo a | sed 's/a'; echo a | sed 'k'; sed p nosuch; echo $?
---
printf 'b 2\na 10\nc 1\n' >f; sort f; sort -r f; sort -k2 f; sort -k2n f; sort -n -k2 f; sort -k2,2nr f; printf '10\n9\n1\n' | sort; printf '10\n9\n1\n' | sort -n; printf 'a\nb\na\n' | sort -u; printf 'x:3\ny:1\n' | sort -t: -k2; printf 'B\na\n' | sort -f; sort -c f; echo $?
---
printf 'a\na\nb\nc\nc\nc\n' | uniq; printf 'a\na\nb\n' | uniq -c; printf 'a\na\nb\n' | uniq -d; printf 'a\na\nb\n' | uniq -u; printf 'A\na\n' | uniq -i
---
echo a:b:c | cut -d: -f2; echo a:b:c | cut -d: -f1,3; echo abcdef | cut -c2-4; echo abcdef | cut -c-2; echo abcdef | cut -c4-; printf 'a\tb\n' | cut -f2; echo nodelim | cut -d: -f2; echo nodelim | cut -s -d: -f2; echo a b c | cut -d' ' -f2-
---
echo hello | tr a-z A-Z; echo hello | tr -d l; echo aabbcc | tr -s a-c; echo hello | tr lo 01; echo 'a b' | tr ' ' '\n'; echo abc123 | tr -cd 0-9; echo; echo hello | tr '[:lower:]' '[:upper:]'; echo abc | tr abc x; echo 'x-y' | tr - _
---
seq 5 | head -n 2; seq 5 | head -2; seq 5 | head -n -2; seq 5 | tail -n 2; seq 5 | tail -n +4; seq 5 | tail -2; echo hello | head -c 3; echo; echo hello | tail -c 3; seq 3 >a; seq 4 6 >b; head -n 1 a b; tail -qn 1 a b; head nosuch; echo $?; tail nosuch; echo $?
---
printf 'a b\nc\n' >f; wc f; wc -l f; wc -w f; wc -c f; wc <f; cat f | wc -l; wc f f; wc nosuch; echo $?; wc -L f
---
cat nosuch; echo $?; printf 'a\n\nb' | cat -n; printf 'a\tb\001\n' | cat -A; cat -z 2>/dev/null; echo x | cat - -; cat d
---
seq 3; seq 2 4; seq 1 2 7; seq 5 -2 1; seq 1 0.5 2; seq -w 8 11; seq -s , 3; seq 0; seq a 2>/dev/null; echo $?; seq -3 -1 2>/dev/null
---
basename /a/b.c; basename /a/b.c .c; basename /; basename a/; dirname /a/b; dirname a; dirname /a; dirname /; dirname a/b/; basename -a x/y z/w
---
expr 1 + 2; expr 5 \* 3; expr 7 / 2; expr 7 % 3; expr abc : 'a\(.*\)'; expr abc : ab; expr length abc; expr substr hello 2 3; expr index hello l; expr 1 \< 2; expr a = a; expr 0; echo $?; expr 1 +; echo $?; expr 3 - 5; expr '' \| x; expr 1 \& 0
---
echo a b c | xargs; echo a b c | xargs -n 1 echo x; printf 'a b\n' | xargs -I{} echo '<{}>'; printf 'a\0b\0' | xargs -0 echo; echo | xargs echo none; echo | xargs -r echo none; echo false | xargs sh -c 'exit 3'; echo $?; echo "'a b' c" | xargs -n1; printf '1\n2\n3\n' | xargs -n 2
---
echo hello | md5sum; echo hello >f; md5sum f; sha1sum f; sha256sum f nosuch; echo $?; md5sum f >s; md5sum -c s; sha512sum f | cut -c1-20
---
echo hello | base64; echo aGVsbG8K | base64 -d; head -c 60 /dev/zero | base64; echo hi | od -c; echo hi | od -An -tx1; echo hello world this | hexdump -C; echo hello | hexdump; echo hi | od -x; echo hi | od; echo abc | xxd
---
seq 3 | tac; echo abc | rev; seq 2 | nl; seq 2 >a; seq 3 4 >b; paste a b; paste -s a; paste -d, a b; echo abcdef | fold -w 4; printf 'a\tb\n' | expand; printf 'ab\0cdefg\0' | strings; yes | head -n 1; printf '%s\n' c a b | shuf | sort
---
printf 'a\nb\nc\n' >p; printf 'a\nx\nc\nd\n' >q; diff p q | tail -n +3; echo $?; diff p p; echo $?; diff -q p q; echo $?; cmp p q; echo $?; cmp p p; echo $?
---
printf 'b 2\na 10\nc 1\n' | sort -k2n
---
printf 'b 2\na 10\nc 1\n' | sort -k2,2nr -k1
---
printf 'b:2\na:10\nc:1\n' | sort -t: -k2
---
printf '3\n1\n2\n1\n' | sort -un
---
printf 'B\na\nC\n' | sort -f
---
printf '1.5\n1.25\n-3\n' | sort -n
---
printf 'x\ny\n' | sort -r -o out; cat out
---
printf 'a\nb\nb\nc\nc\nc\n' | uniq -c
---
printf 'a\nb\nb\nc\nc\nc\n' | uniq -d; printf 'a\nb\nb\n' | uniq -u
---
printf 'a,b,c\nd,e,f\n' | cut -d, -f2-
---
printf 'a,b,c\nd,e,f\n' | cut -d, -f1,3
---
printf 'abcdef\n' | cut -c2-4,6
---
printf 'abcdef\nxyz\n' | cut -b-2
---
printf 'a b\nno\n' | cut -d' ' -f2 -s
---
echo hello | tr a-z A-Z; echo hello | tr -d l; echo aabbcc | tr -s abc
---
echo 'hello world' | tr -c 'a-z\n' '_'
---
printf 'a\tb\n' | tr '\t' ' '
---
echo hello | sed 's/l/L/2'
---
echo hello | sed -n 's/l/L/gp'
---
printf '1\n2\n3\n4\n' | sed -n '2,3p'
---
printf '1\n2\n3\n4\n' | sed '2d;$d'
---
printf '1\n2\n3\n4\n' | sed '/2/,/3/s/^/x/'
---
printf '1\n2\n3\n' | sed 'a\
after'
---
printf '1\n2\n3\n' | sed '2i\before'
---
printf '1\n2\n3\n' | sed '2c\changed'
---
printf 'a\nb\nc\n' | sed 'N;s/\n/-/'
---
printf 'a\nb\nc\n' | sed -n '$='
---
printf 'a\nb\nc\n' | sed '1!G;h;$!d'
---
echo 'foo bar' | sed 's/\(foo\) \(bar\)/\2 \1/'
---
echo 'foo bar' | sed -E 's/(\w+) (\w+)/\2 \1/'
---
echo abc | sed 'y/abc/xyz/'
---
echo abc | sed 's/b/[&]/'
---
echo aaa | sed 's/a/b/g;ta;s/$/no/;b;:a;s/$/yes/'
---
printf 'one\ntwo\n' > f; sed -i 's/o/0/' f; cat f
---
printf 'one\ntwo\n' > f; sed -i.bak 's/o/0/' f; cat f f.bak
---
echo 'a/b/c' | sed 's,/,|,g'
---
echo x | sed 's/x/a\nb/'
---
printf 'a\nb\n' | sed -e '1{' -e 's/a/A/' -e '}'
---
printf 'a b c\n' | sed 's/ /\
/g'
---
echo foo | sed 's/O/x/I'
---
printf 'x\n' | sed 'r /etc/group' | head -2
---
printf 'x\ny\n' | sed 'w out' >/dev/null; cat out
---
echo abc | sed 's/b/x'
---
echo abc | sed 'k'
---
printf 'foo\nbar\nbaz\n' | grep -n ba
---
printf 'foo\nbar\nbaz\n' | grep -v ba
---
printf 'foo\nbar\nbaz\n' | grep -c ba
---
printf 'foo\nbar\n' | grep -q foo; echo $?; printf 'x\n' | grep -q foo; echo $?
---
printf 'foo\nbar\n' > a; printf 'foo\n' > b; grep foo a b; grep -l foo a b; grep -L bar a b; grep -h foo a b
---
printf 'Foo\n' | grep -i foo
---
printf 'foo\nfoobar\n' | grep -w foo
---
printf 'foo\nfoobar\n' | grep -x foo
---
printf 'a.b\naxb\n' | grep -F a.b
---
printf 'ab\nac\nad\n' | grep -E 'a(b|c)'
---
printf '1\n2\n3\n4\n5\n' | grep -A1 -B1 3
---
printf '1\n2\n3\n4\n5\n6\n7\n8\n9\n' | grep -C1 -e 2 -e 8
---
printf 'foo bar foo\n' | grep -o foo
---
grep x nosuch; echo $?
---
grep -s x nosuch; echo $?
---
printf 'a\nb\n' | grep -m1 .
---
printf 'a\\b\n' | grep 'a\\b'
---
printf 'x1\nx22\n' | grep 'x[0-9]\{2\}'
---
echo 'a b c' | awk '{print $2}'
---
echo 'a:b:c' | awk -F: '{print $NF, NF}'
---
printf '1\n2\n3\n' | awk '{s+=$1} END {print s, NR}'
---
printf 'a 1\nb 2\na 3\n' | awk '{c[$1]+=$2} END {for (k in c) print k, c[k]}' | sort
---
awk 'BEGIN {printf "%5d|%-5s|%05.1f|%x|%o|%c|%e\n", 42, "ab", 3.14159, 255, 8, 65, 12345.678}'
---
awk 'BEGIN {print length("hello"), substr("hello", 2, 3), index("hello", "l"), toupper("ab"), tolower("AB")}'
---
awk 'BEGIN {n=split("a,b,c", x, ","); print n, x[1], x[3]}'
---
echo 'hello' | awk '{gsub(/l/, "L"); print}'
---
echo 'hello' | awk '{sub(/l/, "[&]"); print; print match($0, /o/), RSTART, RLENGTH}'
---
printf 'a\nb\nc\n' | awk 'NR==2'
---
printf 'a\nb\nc\n' | awk '/a/,/b/'
---
awk 'BEGIN {while (i<3) {i++; if (i==2) continue; print i}}'
---
awk 'BEGIN {do {print j; j++} while (j<2)}'
---
awk 'function f(a,b) {return a+b} BEGIN {print f(2,3)}'
---
awk 'BEGIN {print 1==1.0, "a"<"b", "10"<"9", 10<9}'
---
awk 'BEGIN {print substr("hello",0,2), substr("hello",-1), substr("hello",4,10)}'
---
awk 'BEGIN { "echo hi" | getline x; print x }'
---
printf 'x\ny\n' | awk '{print > "out"} END {close("out"); while ((getline l < "out") > 0) print "got " l}'
---
awk 'BEGIN {print 1/3; OFMT="%.2f"; print 1/3; print 100000000000; print 1e6; print 0.1+0.2}'
---
awk 'BEGIN {a["x"]=1; delete a["x"]; print length(a), ("x" in a)}'
---
awk 'BEGIN {exit 3}'; echo $?
---
awk 'BEGIN {print ENVIRON["HOME"]; print ARGC, ARGV[1]}' foo
---
printf 'a b\n\nc d\n' | awk 'BEGIN{RS=""}{print NR": "$1}'
---
echo '1 2 3' | awk '{$2="x"; print; print NF; NF=2; print}'
---
echo a b | awk '{print $1 $2; print $1, $2}' OFS=-
---
awk 'BEGIN {printf "%s %s\n", "a"}'
---
awk '{print' /etc/passwd; echo $?
---
awk 'BEGIN { print length() }' </dev/null
---
awk 'BEGIN { printf "%d %i %5.2f %%\n", "12abc", 3.99, 2.345 }'
---
awk 'BEGIN { x["a",1]=2; for (k in x) { split(k, p, SUBSEP); print p[1], p[2] } }'
---
awk 'BEGIN { print "a" "b" > "/dev/stderr" }'
---
awk 'BEGIN { print toupper(substr("abc", 2)) ; print index("abc","z") }'
---
awk 'BEGIN{getline; print "got " $0; getline; print "got " $0}' /etc/group
