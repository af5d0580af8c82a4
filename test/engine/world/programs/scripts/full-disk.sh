{ cat /etc/passwd; } > /dev/full; echo $?
---
{ head -n 3 /etc/passwd; } > /dev/full; echo $?
---
{ tail -n 3 /etc/passwd; } > /dev/full; echo $?
---
{ sort /etc/passwd; } > /dev/full; echo $?
---
{ uniq /etc/passwd; } > /dev/full; echo $?
---
{ seq 5; } > /dev/full; echo $?
---
{ sed s/o/O/ /etc/passwd; } > /dev/full; echo $?
---
{ awk '{print}' /etc/passwd; } > /dev/full; echo $?
---
{ grep o /etc/passwd; } > /dev/full; echo $?
---
{ cut -c1-5 /etc/passwd; } > /dev/full; echo $?
---
{ tr a b < /etc/passwd; } > /dev/full; echo $?
---
{ wc -l /etc/passwd; } > /dev/full; echo $?
---
{ tee /dev/null < /etc/passwd; } > /dev/full; echo $?
---
{ base64 /etc/passwd; } > /dev/full; echo $?
---
{ nl /etc/passwd; } > /dev/full; echo $?
---
{ rev /etc/passwd; } > /dev/full; echo $?
---
{ tac /etc/passwd; } > /dev/full; echo $?
---
{ paste /etc/passwd; } > /dev/full; echo $?
---
{ fold -w 10 /etc/passwd; } > /dev/full; echo $?
---
{ dd if=/etc/passwd status=none; } > /dev/full; echo $?
---
{ find /etc -name passwd; } > /dev/full; echo $?
---
{ ls /etc; } > /dev/full; echo $?
---
{ printf abc; } > /dev/full; echo $?
---
{ echo abc; } > /dev/full; echo $?
---
{ env; } > /dev/full; echo $?
---
{ expand /etc/passwd; } > /dev/full; echo $?
---
{ md5sum /etc/passwd; } > /dev/full; echo $?
---
{ pwd; } > /dev/full; echo $?
---
{ date; } > /dev/full; echo $?
---
{ basename /a/b; } > /dev/full; echo $?
---
{ id; } > /dev/full; echo $?
---
{ od -c /etc/passwd; } > /dev/full; echo $?
---
{ stat /etc; } > /dev/full; echo $?
---
{ readlink -f /etc; } > /dev/full; echo $?
---
{ expr 1 + 1; } > /dev/full; echo $?
---
{ which sh; } > /dev/full; echo $?
---
{ cp /etc/passwd /dev/full; } > /dev/full; echo $?
---
{ command -v ls; } > /dev/full; echo $?
---
{ set; } > /dev/full; echo $?
---
{ type ls; } > /dev/full; echo $?
---
{ export -p; } > /dev/full; echo $?
---
{ alias a=b; alias; } > /dev/full; echo $?
---
{ uname; } > /dev/full; echo $?
---
{ hostname; } > /dev/full; echo $?
---
{ xargs echo < /etc/passwd; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { cat /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { sort /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { uniq /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { awk '{print}' /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { grep o /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { cut -c1-5 /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { nl /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { rev /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { tac /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { tail -n 900 /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /tmp/big; { base64 /tmp/big; } > /dev/full; echo $?
---
seq 5000 > /dev/full; echo $?
---
echo a > /dev/full && echo yes; echo b > /dev/full || echo no; set -e; echo c > /dev/full; echo not reached