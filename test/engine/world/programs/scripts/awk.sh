awk 'BEGIN{printf "%d %s\n", 3.7, "x"; print length("abc"), substr("hello",2,3), index("abc","c"), 1e6, 0.1+0.2, 1/3, 100000000000}'
---
awk 'BEGIN{print 1/0}'
---
awk '{'
---
printf 'a b c\nd e f\n' | awk '{print $2, NF, NR; $2="X"; print; print $NF}'
---
printf 'a:1\nb:2\nc:3\n' | awk -F: '{s+=$2; n[$1]=$2} END{print s; for (k in n) c++; print c, n["b"], ("z" in n), ("a" in n)}'
---
printf '3 x\n1 y\n2 z\n' | awk '$1>1{print $2} /y/{print "y:" $0} NR==2,NR==3{print NR}'
---
awk 'BEGIN{x="A"; y=x "B" 1; print y; print toupper("abc") tolower("DEF"); n=split("a,b,c",p,","); print n,p[1],p[3]; s="hello world"; gsub(/o/,"0",s); print s; sub(/l+/,"[&]",s); print s; print match("foobar",/o+/), RSTART, RLENGTH}'
---
awk 'function f(n){return n<=1?1:n*f(n-1)} BEGIN{print f(5); i=0; while(i<3){i++; if(i==2)continue; print i}; do{i--}while(i>0); print i; for(;;){if(++i>4)break}; print i}'
---
awk 'BEGIN{while(("echo a; echo b" | getline l)>0) print "got " l; close("echo a; echo b"); print "to sort 2\nto sort 1" | "sort"; close("sort"); system("echo sys"); printf("%5.1f|%-5s|%05d|%x|%c|%e\n", 3.14159, "ab", 42, 255, 65, 12345.678)}'
---
printf 'l1\nl2\nl3\n' >f; awk '{print > "out"} END{close("out"); while((getline x < "out")>0) print "r " x}' f; awk 'NR==1{next} {print FILENAME, FNR} ' f f; awk 'END{print NR, $0}' f
---
awk -v a=5 -v 'b=x\ty' 'BEGIN{print a+1, b; print ENVIRON["HOME"]; print ARGC, ARGV[1]; exit 3} END{print "end"}' arg; echo $?
---
echo "1 2" | awk '{print ($1<$2), ($1<"10"), $1$2, -$1, !$1, $2%2, 1==1.0, "a"<"b", 1 " " -1}'
---
echo 'a  b' | awk '{$1=$1; print; print $0; NF=1; print $0, NF}'; echo ' lead' | awk '{print "[" $1 "]"}'; echo 'a|b' | awk -F'|' '{print $2}'; echo 'a1b22c' | awk -F'[0-9]+' '{print $1,$2,$3}'
---
awk 'BEGIN { if (!("x" in a)) print "no"; a["x"]; if ("x" in a) print "yes"; delete a["x"]; print length(a); a[1,2]=3; for (k in a) {split(k,q,SUBSEP); print q[1], q[2]} }'
---
cat /etc/passwd | awk -F: '$3==0 {print $1}'; awk 'BEGIN{OFS="-"; print "a","b"; $3="c"; print; print NF}'; printf 'a\n\nb\nc\n\nd' | awk 'BEGIN{RS=""}{print NR ": " $1 "/" $NF}'
---
awk 'BEGIN{print substr("hello",0), substr("hello",-1,3), substr("hello",2), substr("hello",10) "|"; print length(), length("")}' </dev/null; awk 'BEGIN{print 010+0, "0x10"+0, 1e3, "3abc"+1, +"x"; print 1>2 ? "y" : "n"}'
---
awk '/a/ && !/b/' <<E
a
ab
ca
E
awk 'NR%2' <<E
1
2
3
E
awk '!seen[$0]++' <<E
x
y
x
E
