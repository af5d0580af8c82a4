// What fsouza/go-dockerclient is asked to do at DOCKER_HOST. Prints one JSON object: what each flow saw, made plain.
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"sort"
	"time"

	docker "github.com/fsouza/go-dockerclient"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func refused(err error) string {
	if err == nil {
		return "not refused"
	}
	return err.Error()
}

func create(client *docker.Client, name string, config docker.Config) *docker.Container {
	config.Image = "busybox"
	return must(client.CreateContainer(docker.CreateContainerOptions{Name: name, Config: &config}))
}

func remove(client *docker.Client, id string) {
	if err := client.RemoveContainer(docker.RemoveContainerOptions{ID: id, Force: true}); err != nil {
		panic(err)
	}
}

func version(client *docker.Client) any {
	env := must(client.Version())
	return []any{env.Get("ApiVersion"), env.Get("Os"), refused(client.Ping())}
}

func run(client *docker.Client) any {
	container := create(client, "go-run", docker.Config{Cmd: []string{"sh", "-c", "echo out; echo err >&2; exit 3"}})
	defer remove(client, container.ID)
	if err := client.StartContainer(container.ID, nil); err != nil {
		panic(err)
	}
	code := must(client.WaitContainer(container.ID))
	var out, err bytes.Buffer
	logs := client.Logs(docker.LogsOptions{Container: container.ID, OutputStream: &out, ErrorStream: &err, Stdout: true, Stderr: true})
	inspected := must(client.InspectContainerWithOptions(docker.InspectContainerOptions{ID: container.ID}))
	return []any{code, out.String(), err.String(), refused(logs), inspected.State.Status, inspected.Name}
}

func attach(client *docker.Client) any {
	container := create(client, "go-attach", docker.Config{Cmd: []string{"cat"}, OpenStdin: true, StdinOnce: true})
	defer remove(client, container.ID)
	var out bytes.Buffer
	success := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- client.AttachToContainer(docker.AttachToContainerOptions{
			Container: container.ID, InputStream: bytes.NewBufferString("typed\n"), OutputStream: &out,
			Stdin: true, Stdout: true, Stream: true, Success: success,
		})
	}()
	<-success
	success <- struct{}{}
	if err := client.StartContainer(container.ID, nil); err != nil {
		panic(err)
	}
	return []any{refused(<-done), out.String(), must(client.WaitContainer(container.ID))}
}

func exec(client *docker.Client) any {
	container := create(client, "go-exec", docker.Config{Cmd: []string{"sleep", "1000"}})
	defer remove(client, container.ID)
	if err := client.StartContainer(container.ID, nil); err != nil {
		panic(err)
	}
	made := must(client.CreateExec(docker.CreateExecOptions{
		Container: container.ID, Cmd: []string{"sh", "-c", "echo out; echo err >&2; exit 4"}, AttachStdout: true, AttachStderr: true,
	}))
	var out, err bytes.Buffer
	started := client.StartExec(made.ID, docker.StartExecOptions{OutputStream: &out, ErrorStream: &err})
	inspected := must(client.InspectExec(made.ID))
	return []any{refused(started), out.String(), err.String(), inspected.ExitCode, inspected.Running}
}

func events(client *docker.Client) any {
	listener := make(chan *docker.APIEvents, 20)
	if err := client.AddEventListenerWithOptions(docker.EventsOptions{Filters: map[string][]string{"container": {"go-events"}}}, listener); err != nil {
		panic(err)
	}
	time.Sleep(200 * time.Millisecond)
	container := create(client, "go-events", docker.Config{Cmd: []string{"true"}})
	if err := client.StartContainer(container.ID, nil); err != nil {
		panic(err)
	}
	must(client.WaitContainer(container.ID))
	remove(client, container.ID)
	var seen []string
	for len(seen) == 0 || seen[len(seen)-1] != "destroy" {
		event := <-listener
		seen = append(seen, event.Action)
	}
	if err := client.RemoveEventListener(listener); err != nil {
		panic(err)
	}
	return seen
}

func lists(client *docker.Client) any {
	container := create(client, "go-list", docker.Config{Cmd: []string{"true"}, Labels: map[string]string{"go": "yes"}})
	listed := must(client.ListContainers(docker.ListContainersOptions{All: true, Filters: map[string][]string{"label": {"go=yes"}}}))
	var tags []string
	for _, image := range must(client.ListImages(docker.ListImagesOptions{Filters: map[string][]string{"reference": {"busybox"}}})) {
		tags = append(tags, image.RepoTags...)
	}
	sort.Strings(tags)
	remove(client, container.ID)
	_, missing := client.InspectContainerWithOptions(docker.InspectContainerOptions{ID: container.ID})
	_, isMissing := missing.(*docker.NoSuchContainer)
	return []any{len(listed), listed[0].Names, listed[0].Labels, tags, isMissing}
}

func networksAndVolumes(client *docker.Client) any {
	network := must(client.CreateNetwork(docker.CreateNetworkOptions{Name: "go-network", Driver: "bridge"}))
	volume := must(client.CreateVolume(docker.CreateVolumeOptions{Name: "go-volume", Labels: map[string]string{"a": "b"}}))
	_, err := client.CreateNetwork(docker.CreateNetworkOptions{Name: "go-network", Driver: "nope"})
	seen := []any{network.Name, network.Driver, volume.Name, volume.Driver, volume.Labels, refused(err)}
	return append(seen, refused(client.RemoveNetwork(network.ID)), refused(client.RemoveVolume("go-volume")), refused(client.RemoveVolume("go-volume")))
}

func main() {
	flows := map[string]func(*docker.Client) any{
		"version": version, "run": run, "attach": attach, "exec": exec,
		"events": events, "lists": lists, "networks and volumes": networksAndVolumes,
	}
	client := must(docker.NewClientFromEnv())
	seen := map[string]any{}
	for name, flow := range flows {
		seen[name] = flow(client)
	}
	json.NewEncoder(os.Stdout).Encode(seen)
}
