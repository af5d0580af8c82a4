# BuildKit speaks gRPC over connections that it takes over: /grpc and /session.
context=$(mktemp -d)
printf 'FROM busybox\nCOPY greeting /greeting\nRUN cat /greeting\n' > "$context/Dockerfile"
echo "hello from the context" > "$context/greeting"
docker build -q -t "$NAME-image" "$context" > /dev/null && echo built
docker run --rm "$NAME-image" cat /greeting
docker rmi -f "$NAME-image" | grep -c Untagged
rm -r "$context"
