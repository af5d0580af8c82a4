mkdir d; mkdir d; mkdir -p d/e/f; mkdir a/b; ls -R d; rmdir d; rmdir d/e/f; rmdir nosuch; ls d/e; mkdir 2>/dev/null; echo $?
---
touch f; ls; rm f; ls; rm f; echo $?; rm -f f; echo $?; mkdir d; rm d; rm -r d; ls; rm 2>/dev/null; echo $?; rm -f; echo $?; touch a b; rm a b c; ls
---
echo x >f; cp f g; cat g; cp f d; cat d; mkdir dd; cp f dd; ls dd; cp dd de; cp -r dd de; ls de; cp nosuch x; cp f 2>/dev/null; echo $?; cp f g dd; ls dd; cp f f
---
echo x >f; mv f g; ls; mkdir d; mv g d; ls d; mv nosuch x; mv d/g d/h; ls d; touch a b; mv a b d; ls d; mv x 2>/dev/null; echo $?
---
echo x >f; ln f g; ls -l f | cut -c1-20; ln -s f l; readlink l; cat l; ln -s f l; ln -sf g l; readlink l; ln nosuch x; ln -s nosuch dang; cat dang; ls -l l | sed 's/.* l/l/'; mkdir d; ln -s ../f d; readlink d/f; ln -s /tmp/f; readlink f 2>/dev/null; echo $?
---
touch f; chmod 600 f; stat -c %a f; chmod u+x f; stat -c '%a %A' f; chmod a=r f; stat -c %a f; chmod go-r,u+w f; stat -c %a f; chmod 4755 f; stat -c '%a %A' f; chmod zz f; chmod 644 nosuch; chmod +x f; stat -c %a f; chmod -x f; stat -c %a f; mkdir d; chmod 1777 d; stat -c %A d; chmod -R 700 d; stat -c %a d
---
touch f; chown 1 f; stat -c '%u %g %U %G' f; chown daemon:daemon f; stat -c '%u %g %U %G' f; chown :0 f; stat -c '%u %g' f; chown nosuch f; chown 1:nosuch f; chgrp wheel f; stat -c %g f; chgrp nosuch f; chown 0 nosuch; echo $?
---
printf 'hello\n' >f; stat -c '%n %s %F %h %b %B %f' f; mkdir d; stat -c '%n %F' d; ln -s f l; stat -c '%N %F %s' l; stat -L -c %F l; stat nosuch; echo $?; : >e; stat -c %F e; stat -c '%t,%T %F' /dev/null
---
touch -d '2020-01-02 03:04:05' f; stat -c '%y %Y' f; ls -l f | cut -c46-; touch -t 202101020304.05 g; stat -c %y g; touch -r f h; stat -c %Y h; touch -c nosuch; ls; touch -d bad f; echo $?; touch /nosuch/x; ls -t f g; ls -tr f g; ls --full-time f | cut -c46-
---
mkdir d; touch d/b d/a d/.h d/c.txt; ls d; ls -a d; ls -A d; ls -1 d; ls d/a d; ls -d d; ls nosuch; echo $?; ls -z 2>/dev/null; ls -r d; ls -F d; touch d/x; chmod +x d/x; mkdir d/sub; ls -F d; ls -p d; ls -R d; ls -C d | cat; ls d nosuch 2>/dev/null; echo $?
---
mkdir d; printf '12345' >d/a; : >d/b; ls -l d | cut -c1-41; ls -n d | cut -c1-41; ls -s d/a; ls -S d; ls -lh d | cut -c1-41; head -c 3000 /dev/zero >d/k; ls -lh d/k | cut -c1-41; ls -ld d | cut -c1-30; ls -l /dev/null | cut -c1-42
---
mkdir -p d/e; touch d/a d/e/b.txt; find d | sort; find d -name '*.txt'; find d -type d | sort; find d -maxdepth 1 | sort; find d -type f -exec echo x {} \; | sort; find d -name a -o -name 'b*' | sort; find d ! -type d | sort; find nosuch; echo $?; find d -type f | xargs ls; find d -mindepth 2; find d -empty | sort; find . -path '*e/b*'; find d -size 0 | sort; find d -print0 | tr '\0' '\n' | sort
---
readlink f; echo $?; ln -s /etc/passwd l; readlink -f l; realpath l; realpath nosuch; echo $?; realpath /tmp/../etc/./passwd; readlink -f nosuch; which ls nosuch; echo $?; pwd; cd /etc; pwd
---
id -u; id -un; id -g; id -G; id nobody; id nosuch; echo $?; whoami; groups; id -u daemon; uname -s; uname; nproc >/dev/null; echo $?; hostname >/dev/null; echo $?
---
date -u -d @0; date -u -d '2024-02-29 12:34:56' '+%Y/%m/%d %H:%M:%S %j %a %A %b %B %e %y %p %I %s %% %F %T %D %R %u %w %Z'; date -d foo; echo $?; date -u -d @86400 -I; date -u -R -d @0; date -u -d '2020-01-01 10:20' +%s; date -u -d 12:30 +%H:%M
---
env -i A=1 env; env B=2 sh -c 'echo $B'; env nosuch; echo $?; env -u HOME sh -c 'echo "<$HOME>"'
---
dd if=/dev/zero of=z bs=1k count=3 2>/dev/null; wc -c z; dd if=z bs=512 count=1 status=none | wc -c; printf abcdef | dd bs=2 skip=1 count=1 2>/dev/null; echo; dd if=nosuch; echo $?; printf 0123456789 >f; printf XX | dd of=f bs=1 seek=3 conv=notrunc 2>/dev/null; cat f; echo
---
mktemp -u | cut -c1-9; mktemp -d | cut -c1-9; truncate -s 5 f; wc -c f; mkfifo p; ls -l p | cut -c1; mknod n c 1 3; ls -l n | cut -c1-42; test -p p && echo fifo; [ -c n ] && echo char; echo hi >p & cat p; mknod x z 2>/dev/null; echo $?; sync
---
timeout 1 sleep 5; echo $?; timeout 5 true; echo $?; timeout -s KILL 1 sleep 5; echo $?; timeout 2>/dev/null; echo $?; time true 2>/dev/null; echo $?; sleep x; echo $?; sleep 2>/dev/null; echo $?; usleep 1000; echo $?
---
printf 'x\n' | tee a b; cat a b; printf 'y\n' | tee -a a >/dev/null; cat a; mkdir d; echo 1 >d/f; tar cf t.tar d; tar tf t.tar; mkdir out; tar xf t.tar -C out; cat out/d/f; tar tf nosuch; echo $?
---
busybox echo hi; busybox nosuch; echo $?; busybox ls /etc/passwd; busybox sh -c 'echo sub'; busybox true; echo $?
---
tty; echo $?; logger hi; clear | od -c | head -n 1; which which >/dev/null; echo $?; free -z >/dev/null 2>&1; echo $?
---
printf '1\n2\n3\n4\n5\n' | head -2; printf '1\n2\n3\n' | head -n -1; printf 'abc' | head -c 2; head -n 1 /etc/passwd /etc/group
---
printf '1\n2\n3\n4\n5\n' | tail -2; printf '1\n2\n3\n' | tail -n +2; printf 'abc' | tail -c 2; printf '1\n2\n3' | tail -1
---
printf 'a b\nc\n' | wc; printf 'a b\nc\n' | wc -l; printf 'abc' | wc -c; printf 'ab\n' > f; wc f f; printf 'a b' | wc -w; printf 'abc\nde\n' | wc -L
---
printf 'a\nb\nc\n' | tac; printf 'abc\ndef\n' | rev; printf 'a\nb\n' | nl; printf 'a\n\nb\n' | nl -ba
---
printf '1 a\n2 b\n' > x; printf '1 c\n2 d\n' > y; paste x y; paste -d, x y; paste -s x; join x y
---
printf 'a\nb\nc\n' > x; printf 'a\nB\nc\nd\n' > y; diff x y; echo $?; diff -u x y | tail -n +3; diff -q x y; diff x x; echo $?
---
cmp /etc/passwd /etc/passwd; echo $?; printf abc > a; printf abd > b; cmp a b; echo $?; cmp -s a b; echo $?; printf ab > c; cmp a c; echo $?
---
printf 'hello' | od -c; printf 'hello' | od -An -tx1; printf '\0\1\2' | hexdump -C; printf 'hi' | hexdump; printf 'hi' | xxd
---
printf 'hello world' | base64; printf 'aGk=' | base64 -d; echo; head -c 60 /dev/zero | base64
---
mkdir a; mkdir a; echo $?; mkdir -p a/b/c; mkdir x/y; echo $?; mkdir -m 700 z; stat -c %a z; rmdir a; echo $?; rmdir a/b/c; ls a/b
---
touch f; ls f nosuch; echo $?; ls -1; rm f; rm f; echo $?; rm -f f; echo $?; rm d; mkdir d; rm d; echo $?; rm -r d; ls
---
echo a > a; cp a b; cat b; cp a nosuch/; echo $?; mkdir d; cp a b d; ls d; cp d e; echo $?; cp -r d e; ls e; cp nosuch x; echo $?
---
echo a > a; mv a b; cat b; mv nosuch x; echo $?; mkdir d; mv b d; ls d; touch x y; mv x y; ls; mv -n y d/b; cat d/b
---
echo a > a; ln a b; ln -s a c; ls -1; stat -c '%h %F' a c; cat c; readlink c; ln -s a c; echo $?; ln -sf b c; readlink c; readlink -f c; realpath c
---
touch -t 202001020304.05 f; stat -c %y f | cut -c1-19; touch -d '2021-05-06 07:08:09' f; stat -c %Y f; touch -r f g; stat -c %Y g; touch -c nope; ls nope; echo $?
---
touch f; chmod 640 f; stat -c %a f; chmod u+x,g-r,o=rw f; stat -c '%A' f; chmod a+s f; stat -c %A f; chmod +t f; stat -c %A f; chmod 9 f; echo $?; chmod u=rwx,go= f; stat -c %a f
---
touch f; chown 1:1 f; stat -c '%u:%g %U:%G' f; chown root f; stat -c %U f; chgrp daemon f; stat -c %G f; chown nosuch f; echo $?; chown -R 0:0 .; stat -c %u f
---
mkdir -p d/e; touch d/f d/e/g; find d | sort; find d -type f | sort; find d -name 'g'; find d -maxdepth 1 | sort; find d -type d -o -name f | sort
---
mkdir -p d/e; echo x > d/f; touch d/e/g; find d -size +0c -type f; find d -empty; find d -name f -exec echo {} \; ; find d -type f -exec echo {} + | tr ' ' '\n' | sort; find d -not -name '*' ; find d -path '*e*' | sort
---
printf 'a b\nc\n' | xargs echo x; printf 'a\nb\n' | xargs -n1 echo; printf 'a b\n' | xargs -I{} echo '[{}]'; printf 'a\0b c\0' | xargs -0 -n1 echo; true | xargs echo none; true | xargs -r echo none
---
printf "a 'b c' \"d e\" f\\ g\n" | xargs -n1 echo; echo 'a' | xargs false; echo $?; echo a | xargs nosuch; echo $?; echo "it's" | xargs echo; echo $?
---
expr 1 + 2; expr 3 \* 4; expr 10 / 3; expr 10 % 3; expr a = a; expr 1 \> 2; expr length abc; expr substr hello 2 3; expr index hello l; expr abc : 'a\(.*\)'; expr 1 / 0; echo $?
---
expr match hello 'h.*l'; expr '' ; echo $?; expr 0; echo $?; expr 1 + a; echo $?; expr; echo $?; expr 5 - 3 - 1; expr '(' 1 + 2 ')' '*' 3
---
yes | head -2; yes a b | head -1; true; false; echo $?; echo | tee f g; wc -c f g; echo x | tee -a f >/dev/null; wc -l f
---
mkdir d e; echo a > d/x; tar c d | tar x -C e; ls e/d; tar cf - d | tar tf -; tar xf t 2>&1 | head -1; tar cf t.tar -C d x; tar tf t.tar; tar tvf t.tar | cut -c1-10; tar xOf t.tar x
---
ls -la | head -1; touch a; ls -l a | cut -c1-10; ls -d /etc; mkdir d; touch d/b; ls -R; ls -a; ls -A; ls -p; ls -F; ln -s a l; ls -F l; ls -l l | sed 's/.*l ->/l ->/'
---
stat /etc/passwd | head -1; stat -c '%n %s %F %a %u %g' /etc/passwd; stat -f / | head -1; stat nosuch; echo $?; stat -c '%N' /etc/passwd; stat -t /etc/passwd | cut -d' ' -f1-2
---
which sh; which nosuch; echo $?; which -a ls; whereis ls | head -1
---
echo abc | strings; printf 'ab\0abcdef\0' | strings; printf 'aXbXc' | tr X '\n'; echo; split -l 1 /etc/group p; ls; cat paa; split -b 3 /etc/group q; ls q* | wc -l
---
printf 'one two\n' | awk '{print $2}' | tr o 0 | sed 's/w/W/' | rev; sort /etc/passwd | cut -d: -f1 | paste -sd, -
---
kill; echo $?; kill abc; echo $?; kill -0 99999; echo $?; kill -FOO 1; echo $?; kill -l TERM; kill -l 15
---
awk 'BEGIN{print length(x); print x+0; print x "" ; if (!x) print "empty"}'; awk 'END{print $0}' /etc/group; awk -f nosuch; echo $?
---
test; echo $?; [ ]; echo $?; [ -f ]; echo $?; test a b; echo $?; test 1 -eq 1 -o x; echo $?; test ! ''; echo $?; test '(' 1 = 1 ')' ; echo $?
---
readlink /nosuch; echo $?; readlink -f /nosuch/x; echo $?; readlink -f nosuch; realpath /nosuch/x/..; echo $?; ln -s loop loop; cat loop; readlink -f loop; echo $?
---
echo hello > f; gzip f; echo x > f; gzip f; echo $?; ls; gzip -f f; ls; gunzip -c f.gz; gunzip -t f.gz; echo $?; gzip -l f.gz 2>&1 | head -1
---
echo x > f.gz; gunzip f.gz; echo $?; zcat f.gz; echo $?; gunzip nosuch.gz; echo $?; gunzip < /dev/null; echo $?; echo abc | gunzip; echo $?
---
echo hello | gzip > a.gz; echo world | gzip >> a.gz; zcat a.gz; gzip -dc a.gz; gunzip a.gz; cat a; gzip -9 a; gzip -d a.gz; ls; gzip -cd nosuch.gz; echo $?
---
head -c 1000 /dev/zero | gzip | wc -c | grep -c .; head -c 1000000 /dev/zero | gzip | gunzip | wc -c; echo hi | gzip -k; echo a > g; gzip -k g; ls; gzip -v g 2>&1 | grep -c g; gzip; echo $?
---
mkdir -p x/d outd; echo a > x/f; ln -s f x/l; ln -s d x/ld; ln -s nowhere x/dang; echo b > out; ln -s ../out x/lo; touch outd/z; ln -s ../outd x/lod; ln -s x top
for o in -R -Rh "-R -H" "-R -L" "-R -P"; do chown -R -h 0:0 . ; chown $o 7:8 x; echo "$o $?"; stat -c "%n %u" x x/* out outd outd/*; done
for o in -R -RH -RL; do chown -R -h 0:0 . ; chown $o 9 top; echo "$o $?"; stat -c "%n %u" top x x/f; done
chown 3:3 x/l x/dang; echo $?; chgrp -R 9 x; stat -c "%n %g" x/l x/f out; chmod -R 700 x; stat -c "%n %a" out x/f; ln -s . x/loop; chown -RL 5 x/loop 2>/dev/null; echo $?
