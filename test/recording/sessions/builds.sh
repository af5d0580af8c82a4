# Builds at the same time (bake, compose), with secrets and build arguments; one that fails; one whose files come back.
context=$(mktemp -d); cd $context
mkdir web job; for i in 1 2 3 4 5; do seq $((i*2000)) > web/file$i; done
printf 'FROM busybox\nARG WHO=nobody\nCOPY web /web\nRUN echo hello $WHO; wc -c /web/file5\n' > Dockerfile
printf 'FROM busybox\nRUN --mount=type=secret,id=key cat /run/secrets/key | wc -c\nCOPY web/file1 /f\n' > Dockerfile.job
printf 'FROM busybox\nRUN echo about to fail; exit 7\n' > Dockerfile.bad
printf 'FROM busybox\nFROM scratch\nCOPY web/file1 /out\n' > Dockerfile.out
cat > docker-bake.hcl <<EOF
group "default" { 
  targets=["web","job"] 
}
target "web" {
  dockerfile="Dockerfile"
  args={WHO="baker"}
  tags=["$NAME-web"]
}
target "job" {
  dockerfile="Dockerfile.job"
  tags=["$NAME-job"]
  secret=["id=key,src=key"]
}
EOF
printf 'services:\n  a:\n    build: {context: ., args: {WHO: compose}}\n    image: %s-a\n  b:\n    build: {context: ., dockerfile: Dockerfile.job, secrets: [key]}\n    image: %s-b\nsecrets: {key: {file: ./key}}\n' $NAME $NAME > compose.yaml
echo topsecret > key
docker buildx bake --progress quiet && echo baked
docker build -q -t "$NAME-x:1" -t "$NAME-y" --build-arg WHO=me . >/dev/null && echo built
docker build --progress plain -f Dockerfile.bad . 2>&1 | grep -E 'exit code|Dockerfile.bad:' 
docker build -q -f Dockerfile.out -o out . && wc -c out/out
docker compose -p p build -q && echo composed
docker images --format '{{.Repository}}:{{.Tag}}' | grep $NAME | sort
docker rmi -f $NAME-web $NAME-job $NAME-x:1 $NAME-y $NAME-a $NAME-b | grep -c Untagged
rm -r $context
