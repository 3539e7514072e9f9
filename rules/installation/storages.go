package installation

import (
	"slices"
	"strings"
)

// storage is one kind of storage of the daemon.
type storage struct {
	names []string
	since string
	// needs must be set.
	needs []string
	// marks are set for this kind of storage alone.
	marks []string
}

const bucket = "PLUGIN_STORAGE_OSS_BUCKET"

// storages are the kinds of storage that the daemon knows, by the names of them
// (dify-cloud-kit: oss/factory/factory.go, oss/oss.go).
var storages = []storage{
	{names: []string{"local", "local_file"}},
	{names: []string{"aws_s3", "s3", "aws-s3"}, needs: []string{bucket, "AWS_REGION"}, marks: []string{"S3_ENDPOINT", "AWS_ACCESS_KEY"}},
	{names: []string{"azure_blob", "azure", "azure-blob"}, needs: []string{"AZURE_BLOB_STORAGE_CONTAINER_NAME"}, marks: []string{"AZURE_BLOB_STORAGE_CONNECTION_STRING"}},
	{names: []string{"aliyun_oss", "aliyun", "aliyun-oss"}, needs: []string{bucket, "ALIYUN_OSS_ENDPOINT", "ALIYUN_OSS_ACCESS_KEY_ID", "ALIYUN_OSS_ACCESS_KEY_SECRET"}, marks: []string{"ALIYUN_OSS_ACCESS_KEY_ID"}},
	{names: []string{"tencent_cos", "tencent", "tencent-cos"}, needs: []string{bucket, "TENCENT_COS_REGION", "TENCENT_COS_SECRET_ID", "TENCENT_COS_SECRET_KEY"}, marks: []string{"TENCENT_COS_SECRET_ID"}},
	{names: []string{"gcs", "google-storage", "google_storage"}, needs: []string{bucket}, marks: []string{"GCS_CREDENTIALS"}},
	{names: []string{"huawei_obs", "huawei", "huawei-obs"}, needs: []string{bucket, "HUAWEI_OBS_ACCESS_KEY", "HUAWEI_OBS_SECRET_KEY", "HUAWEI_OBS_SERVER"}},
	{names: []string{"volcengine_tos", "volcengine", "volcengine-tos"}, needs: []string{bucket, "VOLCENGINE_TOS_ENDPOINT", "VOLCENGINE_TOS_ACCESS_KEY", "VOLCENGINE_TOS_SECRET_KEY"}, marks: []string{"VOLCENGINE_TOS_ENDPOINT"}},
	{names: []string{"baidu_bos"}, since: "0.6.1", needs: []string{bucket, "BAIDU_BOS_ENDPOINT", "BAIDU_BOS_ACCESS_KEY", "BAIDU_BOS_SECRET_KEY"}},
}

// storageNames are all names of kinds of storage.
func storageNames() []string {
	var out []string
	for _, s := range storages {
		out = append(out, s.names...)
	}
	return out
}

// storageOf is the kind of that name; nil where there is none.
func storageOf(name string) *storage {
	for i := range storages {
		if slices.Contains(storages[i].names, name) {
			return &storages[i]
		}
	}
	return nil
}

// idle reports whether a setting belongs to a kind of storage that is not in force.
func (v *view) idle(name string) bool {
	for _, st := range storages[1:] {
		vendor, _, _ := strings.Cut(st.names[0], "_")
		if strings.HasPrefix(name, strings.ToUpper(vendor)+"_") || vendor == "aws" && strings.HasPrefix(name, "S3_") {
			return !storageIs(v, st.names[0])
		}
	}
	return false
}
