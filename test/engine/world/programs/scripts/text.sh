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
