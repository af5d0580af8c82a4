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
